import { expect, test } from 'vitest';
import { textMax } from '#lib/contract/limits.ts';
import { textOfBlocks } from './text-of-blocks.ts';

const block = (text: string) => ({ type: 'text' as const, text });

test('blocks are paragraphs, and nothing says nothing', () => {
  expect(textOfBlocks([block('One'), block('Two')])).toBe('One\n\nTwo');
  expect(textOfBlocks([])).toBe('');
});

test('a streamed text that was cut where a block is full reads as it was written', () => {
  const text = 'abcdefg👍 '.repeat(2_500);
  const cuts = [0, textMax, 2 * textMax - 1, text.length];
  const blocks = cuts.slice(1).map((end, i) => block(text.slice(cuts[i], end)));
  expect(textOfBlocks(blocks)).toBe(text);
});
