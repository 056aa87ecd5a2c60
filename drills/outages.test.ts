import { expect, test } from 'vitest';
import { outages } from './outages.ts';

test('Postgres and Redis go and come back under load: the nodes say so, lose nothing, and go on by themselves', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await outages({
    seed: 1,
    clients: 8,
    rounds: 1,
    lengthMaxMs: 1_200,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  // It did go away while people wrote and read.
  expect(counts['sends: told to come back']).toBeGreaterThan(0);
  expect(counts['reads: told to come back']).toBeGreaterThan(0);
}, 120_000);
