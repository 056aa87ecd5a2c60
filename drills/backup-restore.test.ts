import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { backupRestore } from './backup-restore.ts';

test('an installation that is restored repeats nothing that had gone out, owes nothing, and open pages show what is there', async () => {
  const ground = { newDatabase: createTestDatabase };
  const { lost, doubled, broken, counts } = await backupRestore({ ground, seed: 1, rounds: 1 });
  process.stdout.write(`backup-restore: ${JSON.stringify(counts)}\n`);
  expect(broken).toEqual([]);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(counts['resyncs']).toBeGreaterThanOrEqual(2);
  expect(counts['greetings']).toBe(3);
  expect(counts['deliveries']).toBeGreaterThan(20);
}, 120_000);
