import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxContext } from '#lib/contexts.ts';
import { createKey } from '#server/bots/keys.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { listConversations } from '#server/chat/conversations/read.ts';
import { addMember } from '#server/chat/members/add.ts';
import { send } from '#server/chat/messages/send.ts';
import { readAfter } from '#server/realtime/event-log.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { Listener } from '#server/testing/listener.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { destroySandbox, finishDestructions } from './destroy.ts';
import { listSandboxes } from './list.ts';
import { transition } from './status.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let people = 0;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
});
afterAll(() => house.close());

const somebody = (name: string) => guest(house.app, `${name} ${++people}`);

async function fill({ principal, sandboxId }: Somebody, conversations: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < conversations; n++) {
    const { conversationId } = await createConversation(house.app, principal, { sandboxId });
    await send(house.app, principal, { conversationId, content: [{ type: 'text', text: 'gone soon' }] });
    ids.push(conversationId);
  }
  return ids;
}

const leftOf = async (sandboxId: string) => {
  const [row] = await house.app.sql`select
    (select count(*) from conversations where sandbox_id = ${sandboxId}) as conversations,
    (select count(*) from message_search where sandbox_id = ${sandboxId}) as words,
    (select count(*) from deliveries where sandbox_id = ${sandboxId}) as deliveries,
    (select count(*) from bot_keys where sandbox_id = ${sandboxId}) as keys,
    (select count(*) from bot_status where sandbox_id = ${sandboxId}) as reports,
    (select status from sandboxes where id = ${sandboxId}) as status`;
  return row;
};

const nothing = { conversations: 0, words: 0, deliveries: 0, keys: 0, reports: 0, status: 'destroyed' };

test('an agent goes with its conversations, keys and words, and a second time it is unknown', async () => {
  const maya = await somebody('Maya');
  await fill(maya, 60);
  const { key } = await createKey(house.app, maya.sandboxId, 'plugin');
  const headers = { authorization: `Bearer ${key}` };
  const events = `${house.url}/bot/v1/sandboxes/${maya.sandboxId}/conversations`;
  expect(await ask('GET', events, { headers })).toMatchObject({ status: 200 });
  expect(await destroySandbox(house.app, maya.principal, maya.sandboxId)).toEqual({ ok: true });
  expect(await leftOf(maya.sandboxId)).toEqual(nothing);
  expect(await ask('GET', events, { headers })).toMatchObject({ status: 401 });
  expect(await listSandboxes(house.app, maya.principal)).toEqual({ sandboxes: [] });
  expect((await listConversations(house.app, maya.principal, { limit: 100 })).conversations).toEqual([]);
  const again = destroySandbox(house.app, maya.principal, maya.sandboxId);
  await expect(again).rejects.toMatchObject({ code: 'not_found' });
});

test('only its owner, or who runs the organization, destroys it', async () => {
  const [maya, zoe, noor, jonas] = [
    await somebody('Maya'),
    await somebody('Zoe'),
    await somebody('Noor'),
    await somebody('Jonas'),
  ];
  await organize(house.app, maya.sandboxId, { [zoe.principal.userId]: 'member', [noor.principal.userId]: 'admin' });
  const tried = (who: Somebody) => destroySandbox(house.app, who.principal, maya.sandboxId);
  await expect(tried(zoe)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(tried(jonas)).rejects.toMatchObject({ code: 'not_found' });
  expect(await tried(noor)).toEqual({ ok: true });
});

test('what a crash left half-way is finished by asking again, and by a job', async () => {
  for (const finish of [
    ({ principal, sandboxId }: Somebody) => destroySandbox(house.app, principal, sandboxId),
    () => finishDestructions(house.app).run(),
  ]) {
    const maya = await somebody('Maya');
    await fill(maya, 3);
    await transition(house.app, maya.sandboxId, { to: 'destroying' });
    await finish(maya);
    expect(await leftOf(maya.sandboxId)).toEqual(nothing);
  }
});

test('while it goes, nobody begins or says anything that stays', async () => {
  const maya = await somebody('Maya');
  const [conversationId = ''] = await fill(maya, 3);
  const { sandboxId, principal } = maya;
  const content = [{ type: 'text' as const, text: 'wait' }];
  const done = await Promise.allSettled<unknown>([
    ...Array.from({ length: 10 }, () => createConversation(house.app, principal, { sandboxId })),
    destroySandbox(house.app, principal, sandboxId),
    destroySandbox(house.app, principal, sandboxId),
    ...Array.from({ length: 10 }, () => send(house.app, principal, { conversationId, content })),
    ...Array.from({ length: 10 }, () => createConversation(house.app, principal, { sandboxId })),
  ]);
  const failures = done.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
  expect([...new Set(failures)].filter((code) => code !== 'not_found')).toEqual([]);
  expect(await leftOf(sandboxId)).toEqual(nothing);
});

test('who looks at it is told of the end of each of their conversations, and then hears nothing of it', async () => {
  const [maya, zoe] = [await somebody('Maya'), await somebody('Zoe')];
  await organize(house.app, maya.sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
  const ids = await fill(maya, 55);
  const [shared = ''] = ids;
  await addMember(house.app, maya.principal, { conversationId: shared, ...zoe.principal });
  const context = sandboxContext(maya.sandboxId);
  const [ofMaya, ofZoe] = await Promise.all([listen(maya), listen(zoe)]);
  for (const socket of [ofMaya, ofZoe]) {
    socket.subscribe(context);
    await socket.until(() => socket.frames.some(({ type }) => type === 'context.subscribed'));
  }
  await destroySandbox(house.app, maya.principal, maya.sandboxId);
  for (const socket of [ofMaya, ofZoe]) {
    await socket.until(() => socket.frames.some((frame) => frame.type === 'error' && frame.code === 'forbidden'));
  }
  const log = await readAfter(house.app.sql, context, 0, 1_000);
  expect(log.filter(({ type }) => type === 'conversation.deleted')).toHaveLength(ids.length + 1);
  const told = (socket: Listener) =>
    socket.events(context).flatMap(({ event, payload }) => (event === 'conversation.deleted' ? [payload] : []));
  expect(told(ofMaya).length).toBe(ids.length + 1);
  expect(told(ofZoe)).toEqual([{ conversationId: shared }]);
  await Promise.all([ofMaya.close(), ofZoe.close()]);
});

test('whoever may use an agent sees it and whether it is there', async () => {
  const maya = await somebody('Maya');
  const path = `${house.url}/v1/sandboxes`;
  const { body } = await ask('GET', path, { headers: maya.headers });
  expect(body.sandboxes).toMatchObject([{ sandboxId: maya.sandboxId }]);
  const status = () => ask('GET', `${path}/${maya.sandboxId}/bot-status`, { headers: maya.headers });
  expect((await status()).body).toEqual({
    status: { presence: 'unknown', at: null, online: false, capabilities: [] },
  });
  const { key } = await createKey(house.app, maya.sandboxId, 'plugin');
  const report = { online: true, at: Date.now(), capabilities: ['attachments'] };
  await ask('POST', `${house.url}/bot/v1/sandboxes/${maya.sandboxId}/bot-status`, {
    headers: { authorization: `Bearer ${key}` },
    body: report,
  });
  expect((await status()).body.status).toMatchObject({ online: true, capabilities: ['attachments'] });
});

async function listen({ headers }: Somebody): Promise<Listener> {
  const { body } = await ask('POST', `${house.url}/connect-ticket`, { headers, body: {} });
  return Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
}
