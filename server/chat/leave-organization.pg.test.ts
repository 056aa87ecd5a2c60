import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { OrganizationRole } from '#lib/contract/organizations.ts';
import { must } from '#lib/std/must.ts';
import { deleteAccount } from '../accounts/delete.ts';
import { disablePerson } from '../accounts/disable.ts';
import { createOrganization } from '../accounts/organizations/create.ts';
import { leaveOrganization, removeMember } from '../accounts/organizations/leave.ts';
import { createBot } from '../bots/create.ts';
import { createKey, principalOfKey } from '../bots/keys.ts';
import { readAfter } from '../realtime/event-log.ts';
import { accessManaged, listAccessible } from '../sandboxes/access.ts';
import { setApprovers } from '../sandboxes/approvers.ts';
import { createSandbox } from '../sandboxes/create.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { ask } from '../testing/ask.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { Listener } from '../testing/listener.ts';
import { guest, person, type Person } from '../testing/personas.ts';
import { askPeople } from '../testing/question.ts';
import { countStatements } from '../testing/statements.ts';
import { executeAction } from './approvals/decide.ts';
import { createConversation } from './conversations/create.ts';
import { readConversation } from './conversations/read.ts';
import { addMember } from './members/add.ts';
import { listMessages } from './messages/read.ts';
import { send } from './messages/send.ts';

type Somebody = Omit<Person, 'password'>;

let database: TestDatabase;
let house: TestApp;
/** The same installation on another machine. */
let annex: TestApp;
let mira: Somebody;
let jonas: Somebody;
let zoe: Somebody;

beforeAll(async () => {
  database = await createTestDatabase();
  house = await startTestApp({ limits: 'generous', database });
  annex = await startTestApp({ limits: 'generous', database });
  [mira, jonas, zoe] = await Promise.all([
    guest(house.app, 'Mira'),
    guest(house.app, 'Jonas'),
    guest(house.app, 'Zoe'),
  ]);
});
afterAll(async () => {
  await annex.close();
  await house.close();
  await database[Symbol.asyncDispose]();
});

interface Place {
  organizationId: string;
  sandboxId: string;
}

/** An organization of Mira's with an agent that she has made, or whoever is said to. */
async function team(people: [Somebody, OrganizationRole][], { maker = mira } = {}): Promise<Place> {
  const { organizationId } = await createOrganization(house.app, mira.principal, { name: 'Northlight' });
  for (const [{ principal }, role] of people) {
    await house.app.sql`
      insert into organization_members (organization_id, user_id, role) values (${organizationId}, ${principal.userId}, ${role})`;
  }
  const { sandbox } = await createSandbox(house.app, maker.principal, { label: 'Harbor', organizationId });
  return { organizationId, sandboxId: sandbox.sandboxId };
}

async function begun({ sandboxId }: Place, ...others: Somebody[]): Promise<string> {
  const { conversationId } = await createConversation(house.app, mira.principal, { sandboxId });
  for (const { principal } of others) await addMember(house.app, mira.principal, { conversationId, ...principal });
  return conversationId;
}

const words = (text: string) => [{ type: 'text' as const, text }];
const remove = (who: Somebody, { organizationId }: Place) =>
  removeMember(house.app, mira.principal, { organizationId, userId: who.principal.userId });
const isIn = async (who: Somebody, conversationId: string) =>
  (
    await house.app.sql`
      select from conversation_members where conversation_id = ${conversationId} and member_id = ${who.principal.userId}
        and left_at is null`
  ).count === 1;

test('who is removed reads and decides nothing of its agents any more; what they said stays with the others', async () => {
  const place = await team([
    [jonas, 'member'],
    [zoe, 'member'],
  ]);
  const conversationId = await begun(place, zoe, jonas);
  const own = await createConversation(house.app, zoe.principal, { sandboxId: place.sandboxId });
  await setApprovers(house.app, mira.principal, { sandboxId: place.sandboxId, userIds: [zoe.principal.userId] });
  await send(house.app, zoe.principal, { conversationId, content: words('Zoe was here') });
  const question = await askPeople(house.app, { ...place, conversationId });

  await remove(zoe, place);
  for (const door of [
    () => readConversation(house.app, zoe.principal, conversationId),
    () => listMessages(house.app, zoe.principal, { conversationId, limit: 9 }),
    () => readConversation(house.app, zoe.principal, own.conversationId),
    () => createConversation(house.app, zoe.principal, { sandboxId: place.sandboxId }),
    () => executeAction(house.app, zoe.principal, { ...question, value: 'deny' }),
  ]) {
    await expect(door()).rejects.toMatchObject({ code: 'not_found' });
  }
  const { messages } = await listMessages(house.app, jonas.principal, { conversationId, limit: 9 });
  expect(messages.map(({ content }) => content)).toContainEqual(words('Zoe was here'));
  // Nobody is named any more, so who runs the organization decides.
  await executeAction(house.app, mira.principal, { ...question, value: 'deny' });
});

test('both logs are told, and an agent whom they leave alone leaves too', async () => {
  const place = await team([[zoe, 'member']]);
  const { conversationId } = await createConversation(house.app, zoe.principal, { sandboxId: place.sandboxId });
  await remove(zoe, place);
  const log = await readAfter(house.app.sql, conversationContext(place.sandboxId, conversationId), 0, 100);
  expect(log.filter(({ type }) => type === 'member.left').map(({ payload }) => payload['memberId'])).toEqual([
    zoe.principal.userId,
    `bot:kiloclaw:${place.sandboxId}`,
  ]);
  const list = await readAfter(house.app.sql, sandboxContext(place.sandboxId), 0, 100);
  const told = list.filter(({ type }) => type === 'conversation.left');
  expect(told.map(({ payload, alsoTo }) => ({ payload, alsoTo }))).toEqual([
    { payload: { conversationId, memberId: zoe.principal.userId }, alsoTo: [zoe.principal.userId] },
  ]);
});

test('their open sockets end those contexts on every node, and hear nothing of what is said then', async () => {
  const place = await team([[zoe, 'member']]);
  const conversationId = await begun(place, zoe);
  const contexts = [conversationContext(place.sandboxId, conversationId), sandboxContext(place.sandboxId)];
  const sockets = await Promise.all([house, annex].map((node) => listen(node, zoe)));
  for (const socket of sockets) {
    socket.subscribe(...contexts);
    await socket.until(() => socket.frames.filter(({ type }) => type === 'context.subscribed').length === 2);
  }
  await remove(zoe, place);
  for (const socket of sockets) {
    const forbidden = () =>
      socket.frames.flatMap((frame) => (frame.type === 'error' && frame.code === 'forbidden' ? [frame.context] : []));
    await socket.until(() => contexts.every((context) => forbidden().includes(context)));
  }
  await send(house.app, mira.principal, { conversationId, content: words('without Zoe') });
  // A pong comes after whatever was sent before it.
  for (const socket of sockets) {
    socket.send('ping');
    await socket.until(() => socket.pongs.length === 1);
    expect(JSON.stringify(socket.frames)).not.toContain('without Zoe');
    await socket.close();
  }
});

test('it takes as many statements for one conversation as for twelve', async () => {
  const counts: number[] = [];
  for (const many of [1, 12]) {
    const place = await team([[zoe, 'member']]);
    for (let n = 0; n < many; n++) await begun(place, zoe);
    const counted = countStatements(house.app);
    await removeMember(counted.app, mira.principal, { ...place, userId: zoe.principal.userId });
    counts.push(counted.take());
  }
  expect(counts[1]).toBe(counts[0]);
});

test('whoever lets them in, or whatever they begin, in the same moment: afterwards they are in nothing', async () => {
  for (let round = 0; round < 8; round++) {
    const place = await team([[zoe, 'member']]);
    const conversationId = await begun(place);
    await Promise.allSettled([
      addMember(house.app, mira.principal, { conversationId, userId: zoe.principal.userId }),
      createConversation(house.app, zoe.principal, { sandboxId: place.sandboxId }),
      remove(zoe, place),
    ]);
    const left = await house.app.sql`
      select from conversation_members m join conversations c on c.id = m.conversation_id
      where c.sandbox_id = ${place.sandboxId} and m.member_id = ${zoe.principal.userId} and m.left_at is null`;
    expect(left.count).toBe(0);
  }
});

test('who made an organization’s agent and left it has nothing of it, and it speaks to an owner from then on', async () => {
  const place = await team([[jonas, 'admin']], { maker: jonas });
  expect(await accessManaged(house.app, jonas.principal, place.sandboxId)).toMatchObject({ ownerName: 'Northlight' });
  await leaveOrganization(house.app, jonas.principal, place.organizationId);
  expect(await listAccessible(house.app, jonas.principal, [place.sandboxId])).toEqual([]);
  const bot = { kind: 'bot', sandboxId: place.sandboxId, keyId: 'test' } as const;
  const { conversationId } = await createConversation(house.app, bot, { sandboxId: place.sandboxId });
  expect(await isIn(mira, conversationId)).toBe(true);
});

test('an admin who has become a member manages nothing, also what they made', async () => {
  const place = await team([[jonas, 'admin']], { maker: jonas });
  await house.app.sql`
    update organization_members set role = 'member'
    where organization_id = ${place.organizationId} and user_id = ${jonas.principal.userId}`;
  await expect(accessManaged(house.app, jonas.principal, place.sandboxId)).rejects.toMatchObject({ code: 'forbidden' });
});

test('an organization’s agent goes on when whoever made it is disabled; a person’s own doesn’t', async () => {
  const maker = await guest(house.app, 'Maker');
  const { organizationId } = await team([[maker, 'admin']]);
  const shared = await createBot(house.app, maker.principal, { label: 'Shared', organizationId });
  const own = await createKey(house.app, maker.sandboxId, 'own');
  await disablePerson(house.app, maker.principal.userId);
  expect(await principalOfKey(house.app, shared.key.key)).toMatchObject({ sandboxId: shared.sandbox.sandboxId });
  expect(await principalOfKey(house.app, own.key)).toBeNull();
});

test('deleting an account leaves an organization’s agents and conversations to those who are left', async () => {
  const maker = await person(house.app, 'Leaver');
  const place = await team([[maker, 'admin']], { maker });
  const conversationId = await begun(place, maker);
  await deleteAccount(house.app, maker.principal, maker.password);
  const [sandbox] = await listAccessible(house.app, mira.principal, [place.sandboxId]);
  expect(must(sandbox, 'the agent').ownerId).toBe(mira.principal.userId);
  const { members } = await readConversation(house.app, mira.principal, conversationId);
  expect(members.filter(({ kind }) => kind === 'user').map(({ displayName }) => displayName)).toEqual(['Mira']);
});

test('the only owner can’t delete their account while others are in; alone, the organization ends with them', async () => {
  const owner = await person(house.app, 'Sole owner');
  const { organizationId } = await createOrganization(house.app, owner.principal, { name: 'Alone' });
  const { sandbox } = await createSandbox(house.app, owner.principal, { label: 'Harbor', organizationId });
  await house.app.sql`
    insert into organization_members (organization_id, user_id, role) values (${organizationId}, ${zoe.principal.userId}, 'member')`;
  await expect(deleteAccount(house.app, owner.principal, owner.password)).rejects.toMatchObject({ code: 'last_owner' });
  await leaveOrganization(house.app, zoe.principal, organizationId);
  await deleteAccount(house.app, owner.principal, owner.password);
  const [left] = await house.app.sql`select
    (select count(*)::int from organizations where id = ${organizationId}) as organizations,
    (select count(*)::int from sandboxes where id = ${sandbox.sandboxId}) as agents,
    (select count(*)::int from conversations where sandbox_id = ${sandbox.sandboxId}) as conversations`;
  expect(left).toEqual({ organizations: 0, agents: 0, conversations: 0 });
});

async function listen(node: TestApp, { headers }: Somebody): Promise<Listener> {
  const own = { ...headers, origin: node.app.publicUrl };
  const { body } = await ask('POST', `${node.url}/connect-ticket`, { headers: own, body: {} });
  return Listener.open(`${node.url.replace('http', 'ws')}/connect?ticket=${body.ticket}`);
}
