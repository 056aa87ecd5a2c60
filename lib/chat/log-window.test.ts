import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawnOf, partsOf, reaches, rowAt, spanAround, type Rows } from './log-window.ts';

const rowsOf = (heights: number[]): Rows => ({ count: heights.length, heightOf: (index) => heights[index] ?? 0 });
const sum = (heights: number[]) => heights.reduce((a, b) => a + b, 0);

const logs = fc
  .array(fc.integer({ min: 1, max: 900 }), { minLength: 121, maxLength: 600 })
  .chain((heights) =>
    fc.record({ heights: fc.constant(heights), index: fc.nat(heights.length - 1), also: fc.nat(heights.length - 1) }),
  );

test('the parts are always as high as the whole log, and draw each row once at most', () => {
  fc.assert(
    fc.property(logs, ({ heights, index, also }) => {
      const rows = rowsOf(heights);
      const span = spanAround(rows, { index, above: 1_000, below: 2_000 });
      const parts = partsOf(rows, [span, { start: also, end: also + 1 }]);
      const drawn = parts.flatMap((part) =>
        part.kind === 'rows' ? heights.slice(part.start, part.end) : [part.height],
      );
      expect(sum(drawn)).toBe(sum(heights));
      expect(parts.some((part) => part.kind === 'rows' && part.start <= also && also < part.end)).toBe(true);
    }),
    { seed: 11 },
  );
});

test('around any row as much is drawn as was asked for, or all there is, and not one row more', () => {
  fc.assert(
    fc.property(logs, ({ heights, index }) => {
      const rows = rowsOf(heights);
      const around = { index, above: 1_000, below: 2_000 };
      const span = spanAround(rows, around);
      expect(reaches(rows, span, around)).toBe(true);
      expect(span.start === index || sum(heights.slice(span.start + 1, index)) < around.above).toBe(true);
      expect(sum(heights.slice(index, span.end - 1)) < around.below).toBe(true);
      expect(reaches(rows, { start: index + 1, end: heights.length }, around)).toBe(false);
    }),
    { seed: 12 },
  );
});

test('a short log is drawn whole', () => {
  const span = { start: 3, end: 9 };
  expect(drawnOf(rowsOf(Array(120).fill(400)), span)).toEqual({ start: 0, end: 120 });
  expect(drawnOf(rowsOf(Array(121).fill(400)), span)).toEqual(span);
});

test('the row at a place is the one that covers it', () => {
  const rows = rowsOf([100, 50, 200]);
  expect([0, 99, 100, 149, 150, 9_999].map((offset) => rowAt(rows, offset).index)).toEqual([0, 0, 1, 1, 2, 2]);
  expect(rowAt(rows, 149).top).toBe(100);
  expect(rowAt(rowsOf([]), 10)).toEqual({ index: 0, top: 0 });
});
