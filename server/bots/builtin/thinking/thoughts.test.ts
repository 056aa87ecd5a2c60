import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Thoughts } from './thoughts.ts';

test.each([
  ['<think>Is it full? It is.</think>\n\nIt is full.', '\n\nIt is full.'],
  ['\n<think>\n</think>Yes.', 'Yes.'],
  ['It is full.', 'It is full.'],
  ['<thing>It is full.', '<thing>It is full.'],
  ['Write <think>so</think> to think.', 'Write <think>so</think> to think.'],
  ['<thi', '<thi'],
  ['<think>and then it broke off', ''],
  ['', ''],
])('of %j it says %j, wherever it is cut', (text, said) => {
  const cuts = fc.array(fc.nat({ max: text.length }), { maxLength: 8 });
  fc.assert(
    fc.property(cuts, (at) => {
      const thoughts = new Thoughts();
      const ends = [...at.toSorted((a, b) => a - b), text.length];
      const spoken = ends.map((end, n) => thoughts.spoken(text.slice(ends[n - 1] ?? 0, end)));
      expect(spoken.join('') + thoughts.rest()).toBe(said);
    }),
  );
});
