import { expect, test, vi } from 'vitest';
import { Acknowledger } from './acknowledger.ts';
import { BotApiError } from './api.ts';

const tooLate = () => new BotApiError(409, 'That came too late', { code: 'conflict', retryAfterSeconds: null });

test('what came too late is not said again, and holds nothing back', async () => {
  const say = vi.fn<(ids: string[]) => Promise<void>>(async () => undefined).mockRejectedValueOnce(tooLate());
  const acknowledger = new Acknowledger(say);
  acknowledger.add('late');
  await acknowledger.close();
  acknowledger.add('next');
  await acknowledger.close();
  expect(say.mock.calls).toEqual([[['late']], [['next']]]);
});

test('what could not be said is said again', async () => {
  const say = vi
    .fn<(ids: string[]) => Promise<void>>(async () => undefined)
    .mockRejectedValueOnce(new Error('cut off'));
  const acknowledger = new Acknowledger(say);
  acknowledger.add('one');
  await vi.waitFor(() => expect(say).toHaveBeenCalledTimes(1));
  await acknowledger.close();
  expect(say.mock.calls).toEqual([[['one']], [['one']]]);
});
