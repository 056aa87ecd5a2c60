import { expect, test } from 'vitest';
import { z } from 'zod';
import { cut, decodeCursor, encodeCursor } from './pagination.ts';

const key = z.tuple([z.number().int(), z.string()]);

test('a cursor gives back the key that it was made from', () => {
  expect(decodeCursor('people', key, encodeCursor('people', [7, 'maya']))).toEqual([7, 'maya']);
});

test.each([
  ['of another list', encodeCursor('ships', [7, 'maya'])],
  ['with another key', encodeCursor('people', ['seven', 'maya'])],
  ['with too much in it', encodeCursor('people', [7, 'maya', 'x'])],
  ['that is no cursor', 'abc'],
  ['that is JSON of something else', Buffer.from('null').toString('base64url')],
])('a cursor %s is invalid input', (_which, cursor) => {
  expect(() => decodeCursor('people', key, cursor)).toThrowError("isn't one of this list");
});

test('one row more than the page says that there is another page', () => {
  expect(cut([1, 2, 3], 2)).toEqual({ page: [1, 2], hasMore: true });
  expect(cut([1, 2], 2)).toEqual({ page: [1, 2], hasMore: false });
});
