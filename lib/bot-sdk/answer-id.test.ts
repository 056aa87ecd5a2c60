import { expect, test } from 'vitest';
import { ulidSchema } from '../contract/ids.ts';
import { answerId } from './answer-id.ts';

test('an answer has the same id every time, and every answer its own', async () => {
  const ids = await Promise.all(
    Array.from({ length: 500 }, (_, at) => answerId(`message ${Math.floor(at / 2)}`, at % 2)),
  );
  for (const id of ids) expect(ulidSchema.safeParse(id).success).toBe(true);
  expect(new Set(ids).size).toBe(500);
  expect(await answerId('message 0', 0)).toBe(ids[0]);
});
