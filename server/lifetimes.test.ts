import { expect, test } from 'vitest';
import { Lifetimes } from './lifetimes.ts';

test('what was opened last is closed first, once, and a failure keeps nothing else open', async () => {
  const closed: string[] = [];
  const lifetimes = new Lifetimes();
  lifetimes.use({ [Symbol.asyncDispose]: async () => void closed.push('database') });
  lifetimes.defer(() => {
    closed.push('realtime');
    throw new Error('stuck');
  });
  lifetimes.use({ [Symbol.dispose]: () => void closed.push('timer') });
  await expect(lifetimes.end()).rejects.toMatchObject({ errors: [{ message: 'stuck' }] });
  await lifetimes.end();
  expect(closed).toEqual(['timer', 'realtime', 'database']);
});
