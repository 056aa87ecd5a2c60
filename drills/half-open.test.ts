import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { halfOpen } from './half-open.ts';

test('[RT20] [RT35] a link that died without a word is given up by both sides in time, and nothing is lost', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await halfOpen({
    ground: { newDatabase: createTestDatabase },
    clients: 6,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  expect(counts).toEqual({
    'sockets that the server gave up before 34 s': 0,
    'sockets that the server had given up after 36 s': 6,
    'clients that noticed within 25 s': 3,
    'clients that noticed within 2 s of a look': 3,
  });
}, 60_000);
