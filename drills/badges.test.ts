import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { badges } from './badges.ts';

test('after each of 150 operations all devices that are here show what the server counts, everywhere they show it', async () => {
  const { broken, counts } = await badges({ ground: { newDatabase: createTestDatabase }, seed: 1, operations: 150 });
  expect(broken).toEqual([]);
  const kinds = ['send', 'delete', 'read', 'clear', 'mute', 'archive', 'leave', 'join', 'begin', 'end', 'devices back'];
  expect(kinds.filter((kind) => (counts[kind] ?? 0) === 0)).toEqual([]);
  expect(counts['resyncs']).toBeGreaterThan(0);
}, 120_000);
