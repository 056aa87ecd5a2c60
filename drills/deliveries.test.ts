import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { deliveries } from './deliveries.ts';

test('whatever bots do for hours, in the end each has everything once and in order, and nothing is left of a destroyed one', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await deliveries({
    ground: { newDatabase: createTestDatabase },
    seed: 7,
    schedules: 2,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  expect(counts).toMatchObject({ schedules: 2, 'destroyed under load': 2 });
}, 120_000);
