import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { nodeKilled } from './node-killed.ts';

test('[RT19] [RT28] clients of a node that is killed come back to the other one and have every event once and in order', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await nodeKilled({
    ground: { newDatabase: createTestDatabase },
    seed: 1,
    clients: 12,
    kills: 2,
    withRedis: false,
    haste: 10,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  expect(counts['connections']).toBeGreaterThan(12);
}, 60_000);
