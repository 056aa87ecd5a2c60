import { wordsOf, type Word } from './words.ts';

/** What is looked for: phrases, all of which must be there. */
export interface Query {
  phrases: string[][];
  /** The last word of the last phrase may be a beginning: whoever types has not come to its end yet. */
  isOpen: boolean;
}

/** More words than this narrow nothing any more. */
const wordsMax = 16;

export function parseQuery(text: string): Query {
  const pieces = [...text.matchAll(/"([^"]*)"|[^\s"]+/g)];
  const phrases: string[][] = [];
  for (const [whole, quoted] of pieces) {
    const room = wordsMax - phrases.flat().length;
    const words = wordsOf(quoted ?? whole).slice(0, room);
    if (words.length > 0) phrases.push(words.map(({ word }) => word));
  }
  return { phrases, isOpen: pieces.length > 0 && pieces.at(-1)?.[1] === undefined };
}

/** As Postgres reads it. Words are letters and digits, and still quoted. */
export function tsqueryOf({ phrases, isOpen }: Query, closed = false): string {
  return phrases
    .map((words, n) => {
      const isLast = isOpen && !closed && n === phrases.length - 1;
      return words.map((word, at) => quote(word) + (isLast && at === words.length - 1 ? ':*' : '')).join(' <-> ');
    })
    .map((phrase) => `(${phrase})`)
    .join(' & ');
}

export function quote(word: string): string {
  return `'${word.replace(/['\\]/g, '$&$&')}'`;
}

/** Which of a text's words are what was looked for; empty when not all of it is there. */
export function hitsIn(words: readonly Word[], { phrases, isOpen }: Query): Word[] {
  const hits = phrases.map((phrase, n) => occurrences(words, phrase, isOpen && n === phrases.length - 1));
  if (hits.length === 0 || hits.some((some) => some.length === 0)) return [];
  return [...new Set(hits.flat())].toSorted((a, b) => a.start - b.start);
}

function occurrences(words: readonly Word[], phrase: string[], isOpen: boolean): Word[] {
  return words.flatMap((_, at) => {
    const here = words.slice(at, at + phrase.length);
    const fits = phrase.every((wanted, n) => {
      const word = here[n];
      return word !== undefined && isMeant(word, wanted, isOpen && n === phrase.length - 1);
    });
    return fits ? here : [];
  });
}

function isMeant({ word, parts }: Word, wanted: string, isBeginning: boolean): boolean {
  return [word, ...parts].some((one) => (isBeginning ? one.startsWith(wanted) : one === wanted));
}
