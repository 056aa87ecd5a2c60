import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { clockSkew } from './clock-skew.ts';

test('between nodes whose clocks are days apart, tickets, approvals and the order of messages hold', async () => {
  const ground = { newDatabase: createTestDatabase };
  const { outOfOrder, broken, counts } = await clockSkew({ ground, seed: 1, pairs: 1 });
  expect(broken).toEqual([]);
  expect(outOfOrder).toBe(0);
  expect(counts).toMatchObject({ messages: 10, 'sockets opened with a ticket of the other node': 10 });
}, 60_000);
