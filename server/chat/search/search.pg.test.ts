import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SearchResult } from '#lib/contract/search.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { until } from '#server/testing/until.ts';
import { createConversation } from '../conversations/create.ts';
import { deleteConversation } from '../conversations/delete.ts';
import { addMember } from '../members/add.ts';
import { leave } from '../members/leave.ts';
import { deleteMessage } from '../messages/delete.ts';
import { edit } from '../messages/edit.ts';
import { listMessages } from '../messages/read.ts';
import { send } from '../messages/send.ts';
import { search } from './search.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let maya: Somebody;
let zoe: Somebody;
let jonas: Somebody;
let conversationId: string;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  [maya, zoe, jonas] = await Promise.all([
    guest(house.app, 'Maya'),
    guest(house.app, 'Zoe'),
    guest(house.app, 'Jonas'),
  ]);
  await organize(house.app, maya.sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'member' });
});
beforeEach(async () => {
  ({ conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId }));
});
afterAll(() => house.close());

const words = (text: string) => [{ type: 'text' as const, text }];
const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;

async function say(
  text: string,
  who: Somebody['principal'] | ReturnType<typeof agent> = maya.principal,
): Promise<string> {
  return (await send(house.app, who, { conversationId, content: words(text) })).messageId;
}

const find = (query: string, who = maya, others: object = {}): Promise<SearchResult> =>
  search(house.app, who.principal, { query, limit: 20, ...others });

const idsOf = ({ messages }: SearchResult) => messages.map(({ messageId }) => messageId);

/** A consumer looks by itself; nobody waits for it but a test. */
const indexed = () =>
  until(async () => {
    const [row] = await house.app.sql`
      select exists (select from messages m where m.deleted_at is null and not exists (
        select from message_search s where s.conversation_id = m.conversation_id and s.message_id = m.id)) as missing`;
    return row?.['missing'] === false;
  });

test('what Maya sends is found by its words, with a way to its place', async () => {
  const id = await say('The rollout.yaml of Harbor is ready to be applied');
  await say('something else');
  await indexed();
  const [hit] = (await find('harbor rollout.yaml')).messages;
  expect(hit).toMatchObject({
    messageId: id,
    conversationId,
    sandboxId: maya.sandboxId,
    senderId: maya.principal.userId,
    senderName: 'Maya',
  });
  expect(hit?.excerpt.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(['rollout', 'yaml', 'Harbor']);
  for (const query of ['yaml', 'rollo', 'HARBOR appl', '"ready to be"', 'rollout.yaml']) {
    expect({ query, isFound: idsOf(await find(query)).includes(id) }).toEqual({ query, isFound: true });
  }
  for (const query of ['"to ready"', 'yam harbor', 'yaml.rollout', '…']) {
    expect({ query, isFound: idsOf(await find(query)).includes(id) }).toEqual({ query, isFound: false });
  }
});

test('nobody finds what they may not read: not a stranger, not a colleague, and not who has left', async () => {
  const id = await say('the word is heliotrope');
  await indexed();
  const found = async (who: Somebody) => idsOf(await find('heliotrope', who)).includes(id);
  expect([await found(maya), await found(zoe), await found(jonas)]).toEqual([true, false, false]);
  await addMember(house.app, maya.principal, { conversationId, ...zoe.principal });
  expect(await found(zoe)).toBe(true);
  await leave(house.app, zoe.principal, conversationId);
  expect(await found(zoe)).toBe(false);
  const asked = await find('heliotrope', jonas, { conversationId });
  expect(asked).toEqual({ messages: [], conversations: [], hasMore: false, nextCursor: null });
});

test('an edit is found by its new words and no more by its old ones, a deleted message by none', async () => {
  const messageId = await say('quokka');
  await indexed();
  await edit(house.app, maya.principal, { conversationId, messageId, content: words('wombat'), expectedVersion: 1 });
  expect(idsOf(await find('quokka'))).toEqual([]);
  await indexed();
  expect(idsOf(await find('wombat'))).toEqual([messageId]);
  await deleteMessage(house.app, maya.principal, { conversationId, messageId });
  expect(idsOf(await find('wombat'))).toEqual([]);
  const [row] = await house.app.sql`select count(*) from message_search where message_id = ${messageId}`;
  expect(row).toEqual({ count: 0 });
});

test('edits and deletions that race with the index leave no word of what was taken away', async () => {
  const ids = await Promise.all(Array.from({ length: 24 }, (_, n) => say(`pangolin ${n}`)));
  await Promise.all(
    ids.map((messageId, n) =>
      n % 2 === 0
        ? deleteMessage(house.app, maya.principal, { conversationId, messageId })
        : edit(house.app, maya.principal, { conversationId, messageId, content: words('ocelot'), expectedVersion: 1 }),
    ),
  );
  await indexed();
  await until(async () => (await find('ocelot')).messages.length === 12);
  expect(idsOf(await find('pangolin'))).toEqual([]);
});

test('pages of a common word show each message once, and every one of them', async () => {
  const ids = await Promise.all(Array.from({ length: 230 }, (_, n) => say(`marmot ${'and '.repeat(n % 5)}${n}`)));
  await indexed();
  const seen: string[] = [];
  for (let cursor: string | null = null, pages = 0; pages < 20; pages++) {
    const page: SearchResult = await find('marmot', maya, { limit: 37, cursor });
    seen.push(...idsOf(page));
    cursor = page.nextCursor;
    if (!page.hasMore) break;
  }
  expect(seen).toHaveLength(ids.length);
  expect(new Set(seen)).toEqual(new Set(ids));
});

test('a whole word stands before one that only begins so, and the newer before the older', async () => {
  const [longer, older, newer] = [await say('deployments'), await say('deploy'), await say('deploy')];
  await indexed();
  expect(idsOf(await find('deploy'))).toEqual([newer, older, longer]);
});

test('a search is narrowed to an agent, a conversation, a sender', async () => {
  const mine = await say('cassowary');
  const its = await say('cassowary', agent());
  const elsewhere = must((await createConversation(house.app, maya.principal, maya)).conversationId, 'an id');
  await send(house.app, maya.principal, { conversationId: elsewhere, content: words('cassowary') });
  await indexed();
  expect(idsOf(await find('cassowary'))).toHaveLength(3);
  expect(idsOf(await find('cassowary', maya, { conversationId }))).toEqual([its, mine]);
  expect(idsOf(await find('cassowary', maya, { from: `bot:kiloclaw:${maya.sandboxId}` }))).toEqual([its]);
  expect(idsOf(await find('cassowary', maya, { sandboxId: jonas.sandboxId }))).toEqual([]);
});

test('titles are found as well, on the first page, and their hits are marked', async () => {
  const title = 'Quarterly Résumé';
  const { conversationId: titled } = await createConversation(house.app, maya.principal, { ...maya, title });
  const { conversations } = await find('resume');
  expect(conversations).toMatchObject([{ conversationId: titled, archived: false }]);
  expect(conversations[0]?.title).toEqual([
    { text: 'Quarterly ', isHit: false },
    { text: 'Résumé', isHit: true },
  ]);
  expect((await find('resume', jonas)).conversations).toEqual([]);
});

test('what is found can be jumped to', async () => {
  const ids = [];
  for (let n = 0; n < 5; n++) ids.push(await say(n === 2 ? 'axolotl' : `line ${n}`));
  await indexed();
  const [hit] = (await find('axolotl')).messages;
  const around = must(hit, 'a hit');
  const page = await listMessages(house.app, maya.principal, {
    conversationId: around.conversationId,
    limit: 3,
    around: around.messageId,
  });
  expect(page.messages.map(({ id }) => id)).toContain(around.messageId);
});

test('nothing of a deleted conversation is found', async () => {
  await say('numbat');
  await indexed();
  await deleteConversation(house.app, maya.principal, conversationId);
  expect(idsOf(await find('numbat'))).toEqual([]);
});

test('a hit says who wrote it: a person by their name, an agent by what its owner calls it', async () => {
  await addMember(house.app, maya.principal, { conversationId, userId: zoe.principal.userId });
  await say('quokka by Maya');
  await say('quokka by Zoe', zoe.principal);
  await say('quokka by the agent', agent());
  await indexed();
  const [row] = await house.app.sql`select label from sandboxes where id = ${maya.sandboxId}`;
  const names = (await find('quokka')).messages.map(({ senderName }) => senderName);
  expect(names.toSorted()).toEqual(['Maya', 'Zoe', row?.['label']].toSorted());
});

test('a search for what few messages have costs four statements, and never fails on what is typed', async () => {
  const counting = countStatements(house.app);
  for (const query of ['marmot', 'nothing-like-it']) {
    await search(counting.app, maya.principal, { query, limit: 20 });
    expect(counting.take()).toBeLessThanOrEqual(4);
  }
  for (const query of [`'`, '"', '\\', ':*', '& | !', '<->', '()', "a' | 'b", '𝒽ℯ', 'x'.repeat(200), '部署 🚀']) {
    const asked = `${house.url}/v1/search?${new URLSearchParams({ query }).toString()}`;
    const { status } = await ask('GET', asked, { headers: maya.headers });
    expect({ query, status }).toEqual({ query, status: 200 });
  }
});

test.each([
  { query: '' },
  { query: '   ' },
  { query: 'x'.repeat(201) },
  {},
  { query: 'x', limit: '0' },
  { query: 'x', limit: '101' },
  { query: 'x', cursor: 'nonsense' },
  { query: 'x', conversationId: 'nonsense' },
  { query: 'x', sandboxId: 'a b' },
])('a search for %j is refused', async (input) => {
  const asked = `${house.url}/v1/search?${new URLSearchParams(input).toString()}`;
  expect(await ask('GET', asked, { headers: maya.headers })).toMatchObject({ status: 400, code: 'invalid_input' });
});

test('searching too often is answered with when to try again', async () => {
  const strict = await startTestApp();
  const lena = await guest(strict.app, 'Lena');
  const asked = () => ask('GET', `${strict.url}/v1/search?query=x`, { headers: lena.headers });
  const answers = await Promise.all(Array.from({ length: 40 }, asked));
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThan(40);
  expect(answers.find(({ code }) => code === 'rate_limited')?.headers.get('retry-after')).toBeTruthy();
  await strict.close();
});
