const letter = 1 / 3;
const sign = 0.6;
/** Figures go one by one in some models, and capitals nearly so in what is no language: ids, keys, Base64. */
const figure = 1;
/** By the length of their UTF-8: Cyrillic and accents; Chinese, Japanese and Korean; half of an emoji. */
const twoBytes = 0.75;
const threeBytes = 1.5;
const halfOfFour = 1.75;

/**
 * How many tokens a text takes, rather too many than too few: every model counts differently, and a prompt that is too long is
 * refused or, worse, cut off in silence.
 */
export function tokensOf(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at++) tokens += weightOf(text.charCodeAt(at), text.charCodeAt(at - 1));
  return Math.ceil(tokens);
}

function weightOf(unit: number, before: number): number {
  if (unit >= 0x80) return unit < 0x800 ? twoBytes : unit >= 0xd800 && unit < 0xe000 ? halfOfFour : threeBytes;
  if (unit >= 0x61 && unit <= 0x7a) return letter;
  if ((unit >= 0x41 && unit <= 0x5a) || (unit >= 0x30 && unit <= 0x39)) return figure;
  // A space belongs to the word after it; a row of them is indentation.
  return unit === 0x20 && before !== 0x20 && before !== 0x0a ? letter : sign;
}

const gap = '\n\n[…]\n\n';

/** Its beginning and its end, where the whole doesn't fit. */
export function withinTokens(text: string, tokensMax: number): string {
  let short = text;
  for (let kept = text.length; tokensOf(short) > tokensMax && kept > 0;) {
    kept = Math.floor(kept * 0.8);
    const half = Math.ceil(kept / 2);
    short = text.slice(0, half).toWellFormed() + gap + text.slice(text.length - (kept - half)).toWellFormed();
  }
  return short;
}
