import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { approvals } from './approvals.ts';

test('whoever answers a question in the same moment, it is decided once, its agent is told once, and all see the same', async () => {
  const { lost, doubled, broken, counts } = await approvals({
    ground: { newDatabase: createTestDatabase },
    seed: 1,
    races: 10,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  const kinds = ['two devices of one person', 'two who decide', 'a page and a notification', 'an answer that is lost'];
  for (const kind of [...kinds, 'a node that is killed']) expect(counts[`${kind}: decided`]).toBe(10);
  const ends = ['decided', 'over', 'taken back'].map((end) => counts[`the end of its time: ${end}`] ?? 0);
  expect(ends.reduce((sum, count) => sum + count)).toBe(10);
}, 120_000);
