/** A word of a text, where it stands, and how it is compared. */
export interface Word {
  word: string;
  /** What the word is put together from, if it says so: `accessConversation`. */
  parts: string[];
  start: number;
  end: number;
}

/** Longer ones are no words but keys and hashes, of which a beginning is enough. */
const wordMax = 80;

/**
 * Scripts that put no blanks between words go character by character: what stands together is looked for as what stands
 * together, and no dictionary has to agree with itself. A picture is a word, too.
 */
const oneByOne =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Extended_Pictographic}]';
const wordPattern = new RegExp(`${oneByOne}|(?:(?!${oneByOne})[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const partPattern = /\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu;

/**
 * The words of a text in any language: no stemming and no stop words, which each language has of its own and a name or a
 * command has none of. All signs separate, so that `rollout.yaml` is found by both of its halves, and whole as two words
 * that stand together.
 */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(wordPattern)].flatMap(([raw], n, all) => {
    const word = fold(raw).slice(0, wordMax);
    const start = all[n]?.index ?? 0;
    return word === '' ? [] : [{ word, parts: partsOf(raw, word), start, end: start + raw.length }];
  });
}

function partsOf(raw: string, word: string): string[] {
  if (!/\p{Ll}\p{Lu}/u.test(raw)) return [];
  return [...raw.matchAll(partPattern)].map(([part]) => fold(part).slice(0, wordMax)).filter((part) => part !== word);
}

/** Letters that no normal form takes apart. */
const plain: Record<string, string> = { ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i' };

/** Without case and accents. Up and down again, since only that makes `ß` and `ss` the same. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/gu, '')
    .replace(/[øłđðþæœı]/g, (letter) => plain[letter] ?? letter);
}
