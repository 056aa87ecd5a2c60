import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { slowConsumer } from './slow-consumer.ts';

test('[RT18] who stops reading costs the server a bounded buffer, is closed with 4002, and comes back to everything', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await slowConsumer({
    ground: { newDatabase: createTestDatabase },
    others: 4,
    rounds: 0,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  expect(counts).toMatchObject({ 'closed with 4002': 1, 'connections of the slow one': 2 });
}, 120_000);
