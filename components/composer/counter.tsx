import { textMax } from '#lib/contract/limits.ts';
import { text } from '#components/text/text.ts';

/** From so much on, what is left is told. */
const shortFrom = 0.2 * textMax;

export function isShort(left: number): boolean {
  return left <= shortFrom;
}

/** How much of the space for a message is left, or by how much it is too long. */
export function Counter({ left }: { left: number }) {
  return left < 0 ? <span className="text-danger">{text.composer.over(-left)}</span> : text.composer.left(left);
}
