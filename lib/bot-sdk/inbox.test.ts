import { expect, test } from 'vitest';
import type { Delivery } from '../contract/bots.ts';
import { BotApi } from './api.ts';
import { Inbox } from './inbox.ts';

const api = new BotApi({ url: 'http://localhost', key: 'ccb_id_secret', sandboxId: 's' });

/** A bot whose handler of each delivery ends when the test says so. */
function bot({ byStream = true } = {}) {
  const begun: string[] = [];
  const acknowledged: string[] = [];
  const errors: unknown[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const closing = new AbortController();
  const inbox = new Inbox(api, {
    signal: closing.signal,
    acknowledge: byStream ? (id) => acknowledged.push(id) : null,
    receiver: {
      onDelivery: ({ id }) => {
        begun.push(id);
        const end = Promise.withResolvers<void>();
        ends.set(id, end);
        return end.promise;
      },
      onError: (error) => errors.push(error),
    },
  });
  const take = (id: string, { type = 'message.created', conversationId = 'harbour' } = {}) => {
    inbox.take({ id, type, conversationId, messageId: `m${id}` } as Delivery);
    return settled();
  };
  return { inbox, begun, acknowledged, errors, ends, closing, take };
}

/** Whatever can happen by itself has happened. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('a conversation goes one by one, others go on, and a decision or a stop waits behind nothing', async () => {
  const { inbox, begun, ends, take } = bot();
  await take('1');
  await take('2');
  await take('3', { conversationId: 'market' });
  await take('4', { type: 'action.executed' });
  await take('5', { type: 'message.stop_requested' });
  await take('6', { type: 'of.tomorrow' });
  expect(begun).toEqual(['1', '3', '4', '5']);
  for (const id of ['1', '2', '6', '3', '4', '5']) {
    ends.get(id)?.resolve();
    await settled();
  }
  await inbox.close();
  expect([begun, inbox.size]).toEqual([['1', '3', '4', '5', '2', '6'], 0]);
});

test('what comes again while it is at work is left alone, and acknowledged again once it is done', async () => {
  const { begun, acknowledged, ends, take } = bot();
  for (let n = 0; n < 3; n++) await take('1');
  ends.get('1')?.resolve();
  await settled();
  await take('1');
  expect([begun, acknowledged]).toEqual([['1'], ['1', '1']]);
});

test('by stream a failure comes again; by request, which was answered already, it is final', async () => {
  const stream = bot();
  const request = bot({ byStream: false });
  for (const { ends, take } of [stream, request]) {
    await take('1');
    ends.get('1')?.reject(new Error('it broke'));
    await settled();
    await take('1');
  }
  expect([stream.begun, stream.acknowledged, request.begun]).toEqual([['1', '1'], [], ['1']]);
  expect([stream.errors, request.errors]).toEqual([[new Error('it broke')], [new Error('it broke')]]);
});

test('a handler that stops because the bot closes is no error, and isn’t acknowledged', async () => {
  const { inbox, acknowledged, errors, ends, closing, take } = bot();
  await take('1');
  closing.abort();
  ends.get('1')?.reject(closing.signal.reason);
  await inbox.close();
  expect([acknowledged, errors]).toEqual([[], []]);
});
