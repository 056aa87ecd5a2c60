const opening = '<think>';
const closing = '</think>';

/**
 * Takes out what a model thinks before it speaks, where its endpoint leaves that in the text: between two marks, at the very
 * beginning. The marks come in pieces like everything else, so what may be one is kept back.
 */
export class Thoughts {
  #state: 'beginning' | 'thinking' | 'speaking' = 'beginning';
  #kept = '';

  /** What of it is said. */
  spoken(piece: string): string {
    this.#kept += piece;
    if (this.#state === 'beginning') this.#begin();
    if (this.#state === 'thinking') this.#think();
    return this.#state === 'speaking' ? this.rest() : '';
  }

  /** What was kept back and turned out to be no mark. An unfinished thought is not said. */
  rest(): string {
    const said = this.#state === 'thinking' ? '' : this.#kept;
    this.#kept = '';
    return said;
  }

  #begin(): void {
    const text = this.#kept.trimStart();
    if (text.startsWith(opening)) this.#state = 'thinking';
    else if (!opening.startsWith(text)) this.#state = 'speaking';
  }

  #think(): void {
    const end = this.#kept.indexOf(closing);
    if (end < 0) return;
    this.#kept = this.#kept.slice(end + closing.length);
    this.#state = 'speaking';
  }
}
