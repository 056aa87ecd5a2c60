import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { Listener } from '#server/testing/listener.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';

const clock = stoppedClock();
let house: TestApp;
let maya: Omit<Person, 'password'>;
let jonas: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

const typing = (whose: typeof maya, path = 'typing', body = {}) =>
  ask('POST', `${house.url}/v1/conversations/${maya.conversationId}/${path}`, { headers: whose.headers, body });

test('that somebody is writing, and what an agent is at, is told to those who listen, and kept nowhere', async () => {
  const context = conversationContext(maya.sandboxId, maya.conversationId);
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers: maya.headers, body: {} });
  const listener = await Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
  listener.subscribe(context);
  await listener.next('context.subscribed');
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  const bots = `${house.url}/bot/v1/sandboxes/${maya.sandboxId}/conversations/${maya.conversationId}`;
  const headers = { authorization: `Bearer ${key}` };
  expect((await typing(maya)).body).toEqual({ ok: true });
  expect((await typing(maya, 'typing', { activity: 'only people type' })).body).toEqual({ ok: true });
  expect((await ask('POST', `${bots}/typing`, { headers })).status).toBe(200);
  const activity = 'Reading the tide tables';
  expect((await ask('POST', `${bots}/typing`, { headers, body: { activity } })).status).toBe(200);
  for (const bad of ['', '  ', 'x'.repeat(81), 7]) {
    expect((await ask('POST', `${bots}/typing`, { headers, body: { activity: bad } })).status).toBe(400);
  }
  expect((await ask('POST', `${bots}/typing/stop`, { headers })).status).toBe(200);
  await listener.until(() => listener.events(context).length === 5);
  expect(listener.events(context).map(({ event, payload, id }) => [event, payload, id])).toEqual([
    ['typing', { memberId: maya.principal.userId }, undefined],
    ['typing', { memberId: maya.principal.userId }, undefined],
    ['typing', { memberId: `bot:kiloclaw:${maya.sandboxId}` }, undefined],
    ['typing', { memberId: `bot:kiloclaw:${maya.sandboxId}`, activity }, undefined],
    ['typing.stop', { memberId: `bot:kiloclaw:${maya.sandboxId}` }, undefined],
  ]);
  const [head] = await house.app.sql`select seq from conversations where id = ${maya.conversationId}`;
  expect(head).toEqual({ seq: 0 });
  await listener.close();
});

test('a person says it five times at once, then once a second; who is no member can not say it at all', async () => {
  clock.pass(60_000);
  const doors = ['typing', 'typing/stop'];
  const said = [];
  for (let n = 0; n < 5; n++) said.push((await typing(maya, doors[n % 2])).status);
  expect(said).toEqual([200, 200, 200, 200, 200]);
  expect(await typing(maya)).toMatchObject({ status: 429, code: 'rate_limited' });
  const procedure = { headers: maya.headers, body: { conversationId: maya.conversationId } };
  expect((await ask('POST', `${house.url}/api/trpc/conversations.typing`, procedure)).status).toBe(429);
  clock.pass(1_000);
  expect([(await typing(maya)).status, (await typing(maya)).status]).toEqual([200, 429]);
  expect(await typing(jonas)).toMatchObject({ status: 404, code: 'not_found' });
});
