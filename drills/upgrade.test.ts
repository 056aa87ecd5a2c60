import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { upgrade } from './upgrade.ts';

test('a database of the previous version is brought up to date while a node of that version goes on, without an error or a loss', async () => {
  const { lost, doubled, broken, counts } = await upgrade({
    ground: { newDatabase: createTestDatabase },
    messages: 2_000,
  });
  process.stdout.write(`upgrade: ${JSON.stringify(counts)}\n`);
  expect(broken).toEqual([]);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(counts['messages acknowledged']).toBeGreaterThan(100);
}, 120_000);
