import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext, userContext } from '#lib/contexts.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { TestEventSource } from '#server/testing/event-source.ts';
import { Listener } from '#server/testing/listener.ts';
import { enter, guest, person, type Person } from '#server/testing/personas.ts';
import { createKey, revokeKey } from './api-keys.ts';
import { disablePerson, enablePerson } from './disable.ts';
import { recordRevocation } from './revocations.ts';
import { revokeSession } from './sessions.ts';

// Two nodes that share a database and nothing else: what one takes back the other learns from the table.
let database: TestDatabase;
let here: TestApp;
let there: TestApp;
let maya: Person;
beforeAll(async () => {
  database = await createTestDatabase();
  here = await startTestApp({ database });
  there = await startTestApp({ database });
  maya = await person(here.app, 'Maya');
});
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await database[Symbol.asyncDispose]();
});

async function listen(house: TestApp, { principal }: Pick<Person, 'principal'>): Promise<Listener> {
  const { ticket } = await house.app.realtime.mintTicket(principal);
  return Listener.open(`${house.ownUrl.replace('http', 'ws')}/connect?ticket=${ticket}`);
}

test('[RT21] a session that is revoked on one node loses its sockets on the other, and only that session does', async () => {
  const phone = await enter(here.app, maya.email);
  const [lost, kept] = [await listen(there, phone), await listen(there, maya)];
  await revokeSession(here.app, phone.principal.sessionId);
  expect(await lost.ended).toBe(4001);
  kept.send('ping');
  await kept.until(() => kept.pongs.length === 1);
  await kept.close();
});

test('[RT21] a person who is disabled on one node loses their sockets and streams on the other', async () => {
  const zoe = await guest(here.app, 'Zoe');
  const socket = await listen(there, zoe);
  const url = `${there.ownUrl}/v1/conversations/${zoe.conversationId}/events`;
  const stream = await TestEventSource.open(url, zoe.headers);
  await disablePerson(here.app, zoe.principal.userId);
  expect(await socket.ended).toBe(4001);
  await stream.ended;
});

test('[RT21] a personal key that is revoked on one node ends its stream on the other', async () => {
  const { id, key } = await createKey(here.app, maya.principal, { name: 'reader' });
  const url = `${there.ownUrl}/v1/conversations/${maya.conversationId}/events`;
  const stream = await TestEventSource.open(url, { authorization: `Bearer ${key}` });
  await revokeKey(here.app, maya.principal, id);
  await expect(stream.ended).resolves.toBeUndefined();
});

test('[RT42] a membership that ends on one node ends what is read on the other, and nothing else of that socket', async () => {
  const noor = await guest(here.app, 'Noor');
  const { conversationId, sandboxId } = maya;
  await here.app.sql`
    insert into conversation_members (conversation_id, member_id, kind)
    values (${conversationId}, ${noor.principal.userId}, 'user')`;
  const socket = await listen(there, noor);
  const [shared, own] = [conversationContext(sandboxId, conversationId), userContext(noor.principal.userId)];
  socket.subscribe({ context: shared, after: 0 }, { context: own, after: 0 });
  await socket.until(() => socket.frames.filter((frame) => frame.type === 'context.subscribed').length === 2);
  await here.app.sql`
    update conversation_members set left_at = now()
    where conversation_id = ${conversationId} and member_id = ${noor.principal.userId}`;
  const removal = { kind: 'member', subject: noor.principal.userId, conversationId } as const;
  await here.app.transaction((tx) => recordRevocation(here.app, tx, removal));
  expect(await socket.next('error')).toMatchObject({ code: 'forbidden', context: shared });
  expect(there.app.realtime.stats().subscriptions).toBe(1);
  await socket.close();
});

test('[RT21] who was put out and let in again keeps the socket that they opened since', async () => {
  const lena = await guest(here.app, 'Lena');
  const before = await listen(here, lena);
  await disablePerson(here.app, lena.principal.userId);
  expect(await before.ended).toBe(4001);
  await enablePerson(here.app, lena.principal.userId);
  const again = await enter(here.app, lena.email);
  const socket = await listen(here, again);
  // What the other node takes back is found by a look of this one, which finds Lena's row as well.
  const tablet = await enter(here.app, maya.email);
  const witness = await listen(here, tablet);
  await revokeSession(there.app, tablet.principal.sessionId);
  expect(await witness.ended).toBe(4001);
  socket.send('ping');
  await socket.until(() => socket.pongs.length === 1);
  expect(socket.socket.readyState).toBe(socket.socket.OPEN);
  await socket.close();
});
