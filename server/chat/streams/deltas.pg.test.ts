import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { applyToLog, emptyLog, mergePage, torn } from '#lib/realtime/apply-event.ts';
import { grown } from '#lib/realtime/growth.ts';
import { must } from '#lib/std/must.ts';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { Listener } from '#server/testing/listener.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { listMessages } from '../messages/read.ts';

const clock = stoppedClock();
let house: TestApp;
let maya: Omit<Person, 'password'>;
let headers: Record<string, string>;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
  headers = { authorization: `Bearer ${(await createKey(house.app, maya.sandboxId, 'mine')).key}` };
});
afterAll(() => house.close());

const { stringify } = JSON;
const bots = (path: string, body: Record<string, unknown>) =>
  ask('POST', `${house.url}/bot/v1/sandboxes/${maya.sandboxId}/messages${path}`, {
    headers,
    body: { conversationId: maya.conversationId, ...body },
  });

async function opened(): Promise<string> {
  const answer = await bots('', { streaming: true });
  expect(answer).toMatchObject({ status: 201, body: { message: { stream: 'open', content: [] } } });
  return answer.body.messageId as string;
}

const append = (messageId: string, offset: number, text: unknown) => bots(`/${messageId}/append`, { offset, text });

test('who has the conversation open is sent the text twice in all and little beside it, and knows it at every moment', async () => {
  const context = conversationContext(maya.sandboxId, maya.conversationId);
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers: maya.headers, body: {} });
  const listener = await Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
  listener.subscribe(context);
  await listener.next('context.subscribed');
  const page = { conversationId: maya.conversationId, limit: 50 };
  let log = mergePage(emptyLog, await listMessages(house.app, maya.principal, page));

  const messageId = await opened();
  const pieces = Array.from({ length: 40 }, (_, at) => `and ${at} more boats came in, `);
  let text = '';
  for (const piece of pieces) {
    expect((await append(messageId, text.length, piece)).body).toMatchObject({ length: text.length + piece.length });
    text += piece;
  }
  await bots(`/${messageId}/finish`, {});
  await listener.until(() => listener.events(context).some(({ event }) => event === 'message.updated'));
  const events = listener.events(context) as unknown as WireEvent[];

  for (const event of events) {
    log = applyToLog(log, event);
    // A delta may be faster than the log, which says what it belongs to.
    const so = log.messages.map((message) => textOf(grown(message, log.growing.get(message.id)).content)).join('');
    expect(text.startsWith(so)).toBe(true);
    expect(torn(log)).toEqual([]);
  }
  expect(textOf(must(log.messages.at(-1), 'the message').content)).toBe(text);
  expect(log).toMatchObject(mergePage(emptyLog, await listMessages(house.app, maya.principal, page)));
  const deltas = events.filter(({ event }) => event === 'message.delta');
  expect(deltas).toHaveLength(pieces.length);
  for (const delta of deltas) expect(delta.id).toBeUndefined();
  const sent = events.map((event) => stringify(event).length).reduce((all, length) => all + length, 0);
  expect(sent).toBeLessThanOrEqual(2 * text.length + 250 * deltas.length + 2 * 700);
  await listener.close();
});

test('an agent writes 64 KiB at once and then 32 KiB a second, in as many pieces as it likes', async () => {
  clock.pass(60_000);
  const messageId = await opened();
  const piece = 'x'.repeat(8_000);
  let offset = 0;
  for (let n = 0; n < 7; n++, offset += piece.length) expect((await append(messageId, offset, piece)).status).toBe(200);
  const over = await append(messageId, offset, piece);
  expect([over.status, over.code, over.headers.get('retry-after')]).toEqual([429, 'rate_limited', '1']);
  clock.pass(1_000);
  expect((await append(messageId, offset, piece)).status).toBe(200);
});

test('what is no append is refused and writes nothing, and a wrong place is answered with the right one', async () => {
  clock.pass(60_000);
  const messageId = await opened();
  for (const [offset, text] of [
    [-1, 'a'],
    [0.5, 'a'],
    ['0', 'a'],
    [0, 7],
    [0, 'x'.repeat(8_001)],
    [200_000, 'a'],
  ] as const) {
    expect(await append(messageId, offset as number, text)).toMatchObject({ status: 400, code: 'invalid_input' });
  }
  for (const text of ['\0', '\ud83e']) expect(await append(messageId, 0, text)).toMatchObject({ status: 400 });
  expect((await append('nonsense', 0, 'a')).status).toBe(404);
  await append(messageId, 0, 'here');
  expect(await append(messageId, 9, 'there')).toMatchObject({
    status: 409,
    code: 'wrong_offset',
    body: { error: { offset: 4 } },
  });
  for (const content of [[{ type: 'text', text: ' ' }], 'x', [{ type: 'attachment' }]]) {
    expect(await bots(`/${messageId}/finish`, { content })).toMatchObject({ status: 400, code: 'invalid_input' });
  }
  expect(await bots('', { content: [] })).toMatchObject({ status: 400, code: 'invalid_input' });
  const rows = await house.app.sql<
    { text: string }[]
  >`select text from message_appends where message_id = ${messageId}`;
  expect(rows).toEqual([{ text: 'here' }]);
});
