import { expect, test } from 'vitest';
import { decodeTime } from 'ulid';
import { ulidSchema } from '#lib/contract/ids.ts';
import { idAfter } from './consume.ts';

test('ids of deliveries only ever grow, also within a millisecond and on a node whose clock is behind', () => {
  const times = [1_000, 1_000, 1_000, 900, 1_001, 0, 2_000];
  let last: string | null = null;
  const ids = times.map((time) => (last = idAfter(last, time)));
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(times.length);
  expect(ids.map(decodeTime)).toEqual([1_000, 1_000, 1_000, 1_000, 1_001, 1_001, 2_000]);
  for (const id of ids) expect(ulidSchema.safeParse(id).success).toBe(true);
});
