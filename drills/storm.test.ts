import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { storm } from './storm.ts';

test('[RT22] [RT36] [RT40] two hundred who lost the same server at once come back to the next one and miss nothing', async () => {
  const { lost, doubled, outOfOrder, broken, counts } = await storm({
    ground: { newDatabase: createTestDatabase },
    sockets: 200,
    ends: 'stopped',
  });
  expect(broken).toEqual([]);
  expect({ lost, doubled, outOfOrder }).toEqual({ lost: 0, doubled: 0, outOfOrder: 0 });
  expect(counts).toMatchObject({ sockets: 200, 'caught up': 200 });
}, 120_000);
