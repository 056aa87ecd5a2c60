import { titleWith } from '#lib/chat/unread-total.ts';
import { iconWith } from './tab-icon.ts';

/**
 * What is unread before the page's title and on its icon. Pages go on setting their titles as if nobody stood between: what
 * isn't ours in the title is theirs, and gets the count put before it.
 */
export class HeadSigns {
  readonly #observer = new MutationObserver(() => this.#apply());
  #total = 0;
  /** The page's own, and what was made of it. */
  readonly #atFirst = document.title;
  #title = '';
  #written: string | null = null;
  #icon: string | null = null;

  constructor() {
    this.#observer.observe(document.head, { childList: true, characterData: true, subtree: true });
  }

  show(total: number): void {
    this.#total = total;
    this.#apply();
  }

  /**
   * React, coming to life around a title that was changed before it, doesn't know it again and puts another in front. What the
   * page had set in the meantime stands in the one behind.
   */
  #mend(): void {
    const [title, ...others] = document.head.querySelectorAll('title');
    const lost = others.filter((other) => other.textContent === this.#written);
    if (title === undefined || lost.length === 0) return;
    for (const other of lost) other.remove();
    if (this.#title !== this.#atFirst) title.textContent = this.#title;
  }

  end(): void {
    this.#observer.disconnect();
    this.#total = 0;
    this.#apply();
  }

  #apply(): void {
    this.#mend();
    this.#applyTitle();
    this.#applyIcon();
  }

  #applyTitle(): void {
    const element = document.head.querySelector('title');
    const current = element?.textContent ?? '';
    // On the way from one page to the next there is none for a moment: one of ours would stand in the way of theirs.
    if (element === null || current === '') return;
    if (current !== this.#written) this.#title = current;
    this.#written = titleWith(this.#total, this.#title);
    if (current !== this.#written) element.textContent = this.#written;
  }

  #applyIcon(): void {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon === null) return;
    const known = icon.getAttribute('href');
    if (known !== null && !known.startsWith('data:')) this.#icon = known;
    const wanted = this.#total === 0 ? this.#icon : iconWith(this.#total);
    if (wanted !== null && known !== wanted) icon.setAttribute('href', wanted);
  }
}
