import { expect, test } from 'vitest';
import { acknowledgedMeansDurable } from './acknowledged-means-durable.ts';

test('what was acknowledged is there once and for everybody, whatever of the app and its database is killed', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await acknowledgedMeansDurable({
    seed: 1,
    sends: 2_000,
    kills: 1,
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  expect(counts).toMatchObject({ 'sends acknowledged': 2_000, 'messages that the agent was told': 2_000 });
  const kills = Object.entries(counts).filter(([name]) => name.startsWith('kills: '));
  expect(kills.reduce((sum, [, count]) => sum + count, 0)).toBe(4);
  expect(counts['tries']).toBeGreaterThan(2_000);
}, 120_000);
