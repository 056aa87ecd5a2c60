/** A piece of a text: as it is, or a character that nobody would see, with its number. */
interface Piece {
  shown: string;
  isHidden: boolean;
}

/**
 * What a reader can't see, or can't tell from a space: controls, marks that turn the direction round, joiners, blanks that no
 * shell takes for one, letters without a shape. A line break, a tab and the space are what they look like.
 */
const hidden =
  /(?![\n\t ])[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\p{Variation_Selector}]/u;
const split = new RegExp(`(${hidden.source})`, 'u');

/** Whoever allows a command has read it: a right-to-left mark can show one and run another. */
export function plainPieces(text: string): Piece[] {
  return text
    .split(split)
    .filter((part) => part !== '')
    .map((part) => (hidden.test(part) ? { shown: nameOf(part), isHidden: true } : { shown: part, isHidden: false }));
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
