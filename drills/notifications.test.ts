import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { notifications } from './notifications.ts';

test('nodes that die at any step tell each device what it should hear of, once', async () => {
  const report = await notifications({ ground: { newDatabase: createTestDatabase }, seed: 1, schedules: 10 });
  const { lost, doubled, broken, counts } = report;
  process.stdout.write(`notifications: ${JSON.stringify(counts)}\n`);
  expect(broken).toEqual([]);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(counts['steps at which a node died']).toBeGreaterThan(20);
  expect(counts['shown']).toBeGreaterThan(100);
}, 120_000);
