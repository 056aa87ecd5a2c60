import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { chaosReconnect } from './chaos-reconnect.ts';

test('[RT28] in 200 schedules of cuts, black holes and slow links everybody gets every event once and in order', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await chaosReconnect({
    ground: { newDatabase: createTestDatabase },
    seed: 1,
    schedules: 200,
    lanes: 8,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  // The chaos did happen: every kind of harm was done, and many connections came of it.
  const harms = ['reset', 'close', 'half-close down', 'half-close up', 'black hole', 'delay', 'throttle', 'thrown out'];
  expect(harms.filter((kind) => (counts[kind] ?? 0) < 10)).toEqual([]);
  expect(counts['connections']).toBeGreaterThan(1.5 * (counts['clients'] ?? 0));
}, 60_000);
