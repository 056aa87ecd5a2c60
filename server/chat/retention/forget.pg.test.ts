import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import { setRetention } from '#server/accounts/organizations/change.ts';
import { createOrganization } from '#server/accounts/organizations/create.ts';
import { readAfter } from '#server/realtime/event-log.ts';
import { createSandbox } from '#server/sandboxes/create.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { askPeople } from '#server/testing/question.ts';
import { countStatements } from '#server/testing/statements.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { createConversation } from '../conversations/create.ts';
import { edit } from '../messages/edit.ts';
import { listMessages } from '../messages/read.ts';
import { send } from '../messages/send.ts';
import { addReaction } from '../reactions.ts';
import { forgetOldMessages } from './forget.ts';

type Somebody = Omit<Person, 'password'>;

const clock = stoppedClock();
let database: TestDatabase;
let house: TestApp;
let annex: TestApp;
let mira: Somebody;

beforeAll(async () => {
  database = await createTestDatabase();
  house = await startTestApp({ limits: 'generous', database, clock });
  annex = await startTestApp({ limits: 'generous', database, clock });
  mira = await guest(house.app, 'Mira');
});
afterAll(async () => {
  await annex.close();
  await house.close();
  await database[Symbol.asyncDispose]();
});

interface Place {
  organizationId: string;
  sandboxId: string;
  conversationId: string;
}

async function kept(messageDays: number | null): Promise<Place> {
  const { organizationId } = await createOrganization(house.app, mira.principal, { name: 'Northlight' });
  await setRetention(house.app, mira.principal, { organizationId, messageDays });
  const { sandbox } = await createSandbox(house.app, mira.principal, { label: 'Harbor', organizationId });
  const { sandboxId } = sandbox;
  const { conversationId } = await createConversation(house.app, mira.principal, { sandboxId });
  return { organizationId, sandboxId, conversationId };
}

const words = (text: string) => [{ type: 'text' as const, text }];
const all = { most: 100_000 };

async function say({ conversationId }: Place, text: string, daysAgo: number): Promise<string> {
  const { messageId } = await send(house.app, mira.principal, { conversationId, content: words(text) });
  await age({ conversationId }, messageId, daysAgo);
  return messageId;
}

async function age({ conversationId }: { conversationId: string }, messageId: string, days: number): Promise<void> {
  const at = new Date(clock.now().getTime() - days * 86_400_000);
  await house.app.sql`
    update messages set created_at = ${at} where conversation_id = ${conversationId} and id = ${messageId}`;
}

async function read({ conversationId }: Place) {
  const { messages } = await listMessages(house.app, mira.principal, { conversationId, limit: 50 });
  return messages.toReversed();
}

test('what is older than its organization keeps messages goes with all that hung on it, and says why', async () => {
  const place = await kept(90);
  const { conversationId } = place;
  const old = await say(place, 'long ago', 91);
  await edit(house.app, mira.principal, {
    conversationId,
    messageId: old,
    content: words('edited'),
    expectedVersion: 1,
  });
  await addReaction(house.app, mira.principal, { conversationId, messageId: old, emoji: '👍' });
  const young = await say(place, 'lately', 89);
  const question = await askPeople(house.app, place);
  await age(place, question.messageId, 100);

  expect(await forgetOldMessages(house.app, all)).toBe(2);
  const messages = await read(place);
  expect(messages.map(({ id, deleted, deletedWhy, content }) => ({ id, deleted, deletedWhy, content }))).toEqual([
    { id: old, deleted: true, deletedWhy: 'age', content: [] },
    { id: young, deleted: false, deletedWhy: null, content: words('lately') },
    { id: question.messageId, deleted: true, deletedWhy: 'age', content: [] },
  ]);
  const [left] = await house.app.sql`select
    (select count(*)::int from message_versions where conversation_id = ${conversationId}) as versions,
    (select count(*)::int from message_reactions where conversation_id = ${conversationId}) as reactions,
    (select count(*)::int from message_search where conversation_id = ${conversationId} and message_id = ${old}) as found,
    (select state from approvals where conversation_id = ${conversationId}) as approval`;
  expect(left).toEqual({ versions: 0, reactions: 0, found: 0, approval: 'withdrawn' });
  const log = await readAfter(house.app.sql, conversationContext(place.sandboxId, conversationId), 0, 100);
  const told = log.filter(({ type }) => type === 'message.deleted').map(({ payload }) => payload['messageId']);
  expect(told).toEqual([old, question.messageId]);
  expect(await forgetOldMessages(house.app, all), 'a second time').toBe(0);
});

test('nothing goes where messages stay for good, nor of a person’s own agent, nor what an agent is writing', async () => {
  const forever = await kept(null);
  await say(forever, 'for good', 4_000);
  const own = { ...forever, conversationId: mira.conversationId, sandboxId: mira.sandboxId };
  await say(own, 'my own', 4_000);
  const place = await kept(1);
  const bot = { kind: 'bot', sandboxId: place.sandboxId, keyId: 'test' } as const;
  const { messageId } = await send(house.app, bot, {
    conversationId: place.conversationId,
    content: [],
    streaming: true,
  });
  await age(place, messageId, 10);
  expect(await forgetOldMessages(house.app, all)).toBe(0);
  expect(must((await read(place)).at(-1), 'the stream').stream).toBe('open');
});

test('a run does so much and no more, and the next one goes on, in as many statements for each batch', async () => {
  const place = await kept(30);
  await house.app.sql`
    insert into messages (conversation_id, id, sender_id, content, seq, created_at)
    select ${place.conversationId}, 'm' || lpad(n::text, 6, '0'), ${mira.principal.userId}, '[{"type":"text","text":"x"}]',
      1000 + n, ${clock.now()}::timestamptz - interval '40 days'
    from generate_series(1, 450) n`;
  const counted = countStatements(house.app);
  expect(await forgetOldMessages(counted.app, { most: 200 })).toBe(200);
  const oneBatch = counted.take();
  expect(await forgetOldMessages(counted.app, { most: 10 })).toBe(10);
  expect(counted.take()).toBe(oneBatch);
  expect(await forgetOldMessages(house.app, all)).toBe(240);
});

test('of two nodes that forget at once each message is forgotten by one', async () => {
  const place = await kept(30);
  for (let n = 0; n < 30; n++) await say(place, `old ${n}`, 31);
  const counts = await Promise.all([house, annex].map(({ app }) => forgetOldMessages(app, all)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  const log = await readAfter(house.app.sql, conversationContext(place.sandboxId, place.conversationId), 0, 200);
  expect(log.filter(({ type }) => type === 'message.deleted')).toHaveLength(30);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, at) => at + 1));
});

test('whoever lets messages stay in the meantime loses none of them', async () => {
  const place = await kept(30);
  await say(place, 'old', 31);
  await setRetention(house.app, mira.principal, { organizationId: place.organizationId, messageDays: null });
  expect(await forgetOldMessages(house.app, all)).toBe(0);
});
