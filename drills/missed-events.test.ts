import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { missedEvents } from './missed-events.ts';

test('[RT14] [RT15] [RT32] who was away long is shown what a fresh page shows: by the events, or by a resync that is said aloud', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await missedEvents({
    ground: { newDatabase: createTestDatabase },
    seed: 1,
    absences: [1_000, 10_001],
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  expect(counts).toMatchObject({ 'events applied': 1_000, resyncs: 2 });
}, 60_000);
