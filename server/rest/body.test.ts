import { expect, test } from 'vitest';
import { refuseUnstorable } from './body.ts';

test.each([
  ['U+0000 in a value', { text: 'a\0b' }],
  ['U+0000 in a name', { 'a\0b': 1 }],
  ['half of a pair in a value', { deep: [{ text: '\ud83d' }] }],
  ['half of a pair in a name', { '\udc00': true }],
])('%s is refused, wherever it stands', (_what, input) => {
  expect(() => refuseUnstorable(input)).toThrowError('can not be stored');
});

test('input nested deeper than any of ours is refused instead of followed', () => {
  let input: unknown = 'deep';
  for (let level = 0; level < 1_000; level++) input = [input];
  expect(() => refuseUnstorable(input)).toThrowError('nested too deeply');
});

test('whole pairs and all other text pass', () => {
  const input = { text: '👍 e\u0301 \u2028', n: 1, list: [null, true] };
  expect(refuseUnstorable(input)).toBe(input);
});
