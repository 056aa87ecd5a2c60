import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKey, revokeKey } from '#server/accounts/api-keys.ts';
import { revokeSession } from '#server/accounts/sessions.ts';
import { disablePerson } from '#server/accounts/disable.ts';
import { createKey as createBotKey, revokeKey as revokeBotKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { TestEventSource } from '#server/testing/event-source.ts';
import { enter, guest, person, type Person } from '#server/testing/personas.ts';
import { send } from '../messages/send.ts';

let house: TestApp;
let maya: Person;
beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  maya = await person(house.app, 'Maya');
});
afterAll(() => house.close());

const events = ({ conversationId }: { conversationId: string }) =>
  `${house.url}/v1/conversations/${conversationId}/events`;

async function say(text: string): Promise<void> {
  const { conversationId } = maya;
  await send(house.app, maya.principal, { conversationId, content: [{ type: 'text', text }] });
}

function textsOf(source: TestEventSource): string[] {
  const told = JSON.stringify(source.frames);
  return [...told.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text ?? '');
}

test('[RT48] a stream begins now, and resumes after the id that it ended with: nothing missed, nothing twice', async () => {
  const first = await TestEventSource.open(events(maya), maya.headers);
  await first.until(() => first.names.includes('context.subscribed'));
  await say('one');
  await first.until(() => textsOf(first).includes('one'));
  const lastEventId = first.lastEventId ?? '';
  await first.close();
  await say('two');
  await say('three');
  const next = await TestEventSource.open(events(maya), { ...maya.headers, 'last-event-id': lastEventId });
  await next.until(() => next.names.includes('context.subscribed'));
  await say('four');
  await next.until(() => textsOf(next).includes('four'));
  expect(textsOf(next)).toEqual(['two', 'three', 'four']);
  const ids = next.messages.map(({ id }) => Number(id));
  expect(ids).toEqual([
    Number(lastEventId) + 1,
    Number(lastEventId) + 2,
    Number(lastEventId) + 2,
    Number(lastEventId) + 3,
  ]);
  await next.close();
});

test('[RT48] a position in the address counts for the first time, one beyond the head or negative is a resync', async () => {
  const whole = await TestEventSource.open(`${events(maya)}?after=0`, maya.headers);
  await whole.until(() => whole.names.includes('context.subscribed'));
  expect(whole.names.slice(0, -1).every((name) => name === 'message.created')).toBe(true);
  await whole.close();
  for (const after of ['-1', '999999', '0&epoch=7']) {
    const lost = await TestEventSource.open(`${events(maya)}?after=${after}`, maya.headers);
    await lost.until(() => lost.frames.length === 2);
    expect(lost.names).toEqual(['context.resync', 'context.subscribed']);
    await lost.close();
  }
});

test('[RT48] what is no position is refused with 400, a foreign conversation with 404, and nothing is written', async () => {
  const zoe = await guest(house.app, 'Zoe');
  expect(await ask('GET', `${events(maya)}?after=soon`, { headers: maya.headers })).toMatchObject({
    code: 'invalid_input',
  });
  const headers = { ...maya.headers, 'last-event-id': '01HZ' };
  expect(await ask('GET', events(maya), { headers })).toMatchObject({ status: 400, code: 'invalid_input' });
  expect(await ask('GET', events(maya), { headers: zoe.headers })).toMatchObject({ status: 404, code: 'not_found' });
  expect(house.app.realtime.stats().streams).toBe(0);
});

test('[RT48] [RT21] a stream ends with the session, the personal key or the agent’s key that it was opened with', async () => {
  const session = await enter(house.app, maya.email);
  const { id: keyId, key } = await createKey(house.app, maya.principal, { name: 'reader' });
  const bot = await createBotKey(house.app, maya.sandboxId, 'reader');
  const bearer = { authorization: `Bearer ${key}` };
  const asBot = { authorization: `Bearer ${bot.key}`, 'x-kilo-sandbox-id': maya.sandboxId };
  const open = async (headers: Record<string, string>) => {
    const source = await TestEventSource.open(events(maya), headers);
    await source.until(() => source.names.includes('context.subscribed'));
    return source;
  };
  const [stays, bySession, byKey, byBot] = [
    await open(maya.headers),
    await open(session.headers),
    await open(bearer),
    await open(asBot),
  ];
  await revokeSession(house.app, session.principal.sessionId);
  await bySession.ended;
  await revokeKey(house.app, maya.principal, keyId);
  await byKey.ended;
  await revokeBotKey(house.app, maya.sandboxId, bot.id);
  await byBot.ended;
  await say('still here');
  await stays.until(() => textsOf(stays).includes('still here'));
  expect(house.app.realtime.stats().streams).toBe(1);
  await stays.close();
});

test('[RT48] [RT21] when a person is disabled, what their agents read ends as well', async () => {
  const noor = await guest(house.app, 'Noor');
  const bot = await createBotKey(house.app, noor.sandboxId, 'reader');
  const headers = { authorization: `Bearer ${bot.key}`, 'x-kilo-sandbox-id': noor.sandboxId };
  const source = await TestEventSource.open(events(noor), headers);
  await disablePerson(house.app, noor.principal.userId);
  await expect(source.ended).resolves.toBeUndefined();
});

test('[RT48] [RT38] a person’s twenty-first stream is refused with 429', async () => {
  const lena = await guest(house.app, 'Lena');
  const open = () => TestEventSource.open(events(lena), lena.headers);
  const sources = await Promise.all(Array.from({ length: 20 }, open));
  const refused = await ask('GET', events(lena), { headers: lena.headers });
  expect(refused).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  await Promise.all(sources.map((source) => source.close()));
});

test('[RT48] a drain says when to come back and ends the stream', async () => {
  const closing = await startTestApp();
  const omar = await guest(closing.app, 'Omar');
  const url = `${closing.url}/v1/conversations/${omar.conversationId}/events`;
  const source = await TestEventSource.open(url, omar.headers);
  await source.until(() => source.names.includes('context.subscribed'));
  await closing.close();
  await source.ended;
  expect(source.retryMs).toBeGreaterThanOrEqual(0);
  expect(source.retryMs).toBeLessThan(5_000);
});
