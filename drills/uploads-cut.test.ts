import { expect, test } from 'vitest';
import { createTestDatabase } from '#server/testing/database.ts';
import { uploadsCut } from './uploads-cut.ts';

test('an upload that is cut anywhere is whole or nowhere, can be made again, and leaves nothing behind', async () => {
  const { broken, counts } = await uploadsCut({ ground: { newDatabase: createTestDatabase }, seed: 1, cuts: 28 });
  expect(broken).toEqual([]);
  expect(counts).toMatchObject({
    'cut in the headers': 4,
    'cut before the answer': 4,
    'cut node killed': 4,
    'files kept': 28,
  });
}, 60_000);
