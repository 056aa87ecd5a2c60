import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { sameClientId } from './same-client-id.ts';

test('what is sent five times at once, and again a day later, is there once and told once, on one node and on two', async () => {
  const { lost, doubled, broken, counts } = await sameClientId({
    ground: { newDatabase: createTestDatabase },
    seed: 1,
    rounds: 40,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(counts).toMatchObject({ sends: 400, 'found in all: rows': 40, 'found in all: events': 40 });
  const kinds = ['message', 'message of the agent', 'reaction', 'decision'];
  expect(kinds.filter((kind) => (counts[`rounds: ${kind}`] ?? 0) === 0)).toEqual([]);
}, 120_000);
