import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { redisKilled } from './redis-killed.ts';

test('[RT51] Redis goes and comes back under load, and nothing is lost, doubled or out of order on either node', async () => {
  const { lost, doubled, outOfOrder, broken } = await redisKilled({
    ground: { newDatabase: createTestDatabase },
    seed: 1,
    clients: 12,
    outages: 2,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
}, 60_000);
