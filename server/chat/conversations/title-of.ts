import type { InputBlock } from '#lib/contract/blocks.ts';
import { titleMax } from '#lib/contract/limits.ts';
import { textOf } from '#lib/contract/text-of.ts';

/** What a person sees as characters, the mark at the end included. */
const charactersMax = 80;
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * What a conversation that begins with this is called, or null when it says nothing. Worked out for every send, whether or
 * not it is the first, so that none needs a second round trip: a short text is not cut into characters, a long one no further
 * than a title reaches.
 */
export function titleOf(content: readonly InputBlock[]): string | null {
  // What is cut in the middle of a character leaves half of it.
  const line = textOf(content)
    .slice(0, 1_000)
    .replace(/\p{Cs}/u, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= charactersMax) return line === '' ? null : line;
  let end = 0;
  let count = 0;
  for (const { index, segment } of characters.segment(line)) {
    const upTo = index + segment.length;
    // One character can be of any length: a title is bounded in both.
    if (count === charactersMax || upTo > titleMax) return shortened(line, end);
    count += 1;
    if (count < charactersMax && upTo < titleMax) end = upTo;
  }
  return line;
}

function shortened(line: string, end: number): string | null {
  const start = line.slice(0, end).trimEnd();
  return start === '' ? null : `${start}…`;
}
