import fc from 'fast-check';
import { expect, test } from 'vitest';
import { titleMax } from '#lib/contract/limits.ts';
import { titleOf } from './title-of.ts';

const titled = (...texts: string[]) => titleOf(texts.map((text) => ({ type: 'text', text })));
const family = '👩‍👩‍👧‍👦';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

test('a title is one line of what was said, whole if it is short', () => {
  expect(titled('  Tides\n\nof the\tweek ')).toBe('Tides of the week');
  expect(titled('Cut any', 'where')).toBe('Cut anywhere');
  expect(titled('x'.repeat(80))).toBe('x'.repeat(80));
  expect(titled(' \n ')).toBeNull();
  expect(titleOf([])).toBeNull();
});

test('a long one ends after 79 characters as people count them, with a mark', () => {
  expect(titled('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
  expect(titled('é'.normalize('NFD').repeat(81))).toBe(`${'é'.normalize('NFD').repeat(79)}…`);
  expect(titled('é'.normalize('NFD').repeat(80))).toBe('é'.normalize('NFD').repeat(80));
  expect(titled(`${'word '.repeat(15)}abcd efgh`)).toBe(`${'word '.repeat(15)}abcd…`);
});

test('characters of many parts are never cut, and no title is longer than one may be', () => {
  expect(titled(family.repeat(70))).toBe(`${family.repeat(18)}…`);
  expect(titled(`e${'\u0301'.repeat(300)}`)).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1_500 }), (text) => {
      const title = titled(text);
      if (title === null) return;
      expect(title.length).toBeLessThanOrEqual(titleMax);
      expect([...segmenter.segment(title)].length).toBeLessThanOrEqual(80);
      expect([title.isWellFormed(), title.trim()]).toEqual([true, title]);
    }),
    { seed: 20_261, numRuns: 500 },
  );
});
