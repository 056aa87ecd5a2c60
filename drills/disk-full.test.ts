import { describe, expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { diskFull } from './disk-full.ts';

// Only root may mount a small disk.
describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('a full disk is said in words, keeps what was acknowledged, and with room everything goes on by itself', async () => {
    const { lost, broken, counts } = await diskFull({ ground: { newDatabase: createTestDatabase }, rounds: 1 });
    expect(broken).toEqual([]);
    expect(lost).toBe(0);
    expect(counts['uploads: told that there is no room']).toBe(1);
  }, 240_000);
});
