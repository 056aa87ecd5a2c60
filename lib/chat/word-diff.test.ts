import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffWords } from './word-diff.ts';

const said = (before: string, after: string) => diffWords(before, after).map(({ kind, text }) => [kind, text]);

test('says which words went and which came', () => {
  expect(said('Take 2.14 to staging', 'Take 2.14.0 to staging')).toEqual([
    ['same', 'Take '],
    ['removed', '2.14'],
    ['added', '2.14.0'],
    ['same', ' to staging'],
  ]);
  expect(said('', 'New')).toEqual([['added', 'New']]);
  expect(said('Same', 'Same')).toEqual([['same', 'Same']]);
});

test('without what came it is the old text, without what went the new one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n'), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = diffWords(before, after);
      const without = (kind: string) => pieces.flatMap((piece) => (piece.kind === kind ? [] : [piece.text])).join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
    { seed: 3 },
  );
});

test('texts that are too long to compare are shown one after the other', () => {
  const long = (word: string) => `${word} `.repeat(1_500);
  expect(diffWords(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
