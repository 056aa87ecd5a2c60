import type { Page } from '@playwright/test';

/**
 * Every control whose target is smaller than `size` × `size`, found by asking the page what a press there would meet: so
 * room that a pseudo-element or a label adds counts, and room that something else covers doesn't. Underlined links in a
 * line of small print have to reach 24 × 24 only, those inside of a sentence nothing (WCAG 2.5.8 leaves them out as well);
 * what is off the screen is not looked at.
 */
export async function tooSmall(page: Page, size: number): Promise<string[]> {
  return page.evaluate((wanted) => {
    const controls = 'a[href], button, input, select, textarea, summary, [role=menuitem], [role=button]';
    const top = [...document.querySelectorAll('dialog')].find((dialog) => dialog.matches(':modal')) ?? document;

    const isInSentence = (control: Element) => {
      const line = control.parentElement?.closest('p, li, td, dd');
      const words = [...(line?.childNodes ?? [])].some((node) => node !== control && node.textContent?.trim() !== '');
      return getComputedStyle(control).display.startsWith('inline') && control.matches('p *') && words;
    };
    const isMet = (control: Element, x: number, y: number) => {
      const met = document.elementFromPoint(x, y);
      const label = met?.closest('label');
      return (
        met !== null && (control.contains(met) || (label instanceof HTMLLabelElement && label.control === control))
      );
    };
    const isLarge = (control: Element) => {
      const box = control.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      // A pixel inside at the sides, since a press is at a whole one; the corners may be round.
      const least = getComputedStyle(control).textDecorationLine === 'underline' ? 24 : wanted;
      const [side, corner] = [least / 2 - 1, least / 2 - 3];
      const sides = [
        [side, 0],
        [-side, 0],
        [0, side],
        [0, -side],
        [corner, corner],
        [-corner, corner],
        [corner, -corner],
        [-corner, -corner],
      ] as const;
      return sides.every(([dx, dy]) => isMet(control, x + dx, y + dy));
    };
    const isOnScreen = (control: Element) => {
      control.scrollIntoView({ block: 'nearest' });
      const { x, y, right, bottom } = control.getBoundingClientRect();
      return control.checkVisibility() && x >= 0 && y >= 0 && right <= innerWidth && bottom <= innerHeight;
    };
    return [...top.querySelectorAll(controls)]
      .filter((control) => isOnScreen(control) && !isInSentence(control) && !isLarge(control))
      .map((control) => {
        const { width, height } = control.getBoundingClientRect();
        const name = control.getAttribute('aria-label') ?? control.textContent?.trim();
        return `${control.tagName.toLowerCase()} "${name}": ${Math.round(width)} × ${Math.round(height)}`;
      });
  }, size);
}
