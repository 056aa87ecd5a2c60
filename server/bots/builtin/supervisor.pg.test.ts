import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { sandboxContext } from '#lib/contexts.ts';
import type { Message } from '#lib/contract/chat.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { listMessages } from '#server/chat/messages/read.ts';
import { send } from '#server/chat/messages/send.ts';
import { listSandboxes } from '#server/sandboxes/list.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { person, type Person } from '#server/testing/personas.ts';
import { decide, fileIn } from '#server/testing/thinking-house.ts';
import { until } from '#server/testing/until.ts';

let house: TestApp;

beforeAll(async () => {
  house = await startTestApp({ agents: true });
});
afterAll(() => house.close());

test('whoever signs up is greeted by name within a second or two, by an agent that is shown as running and online', async () => {
  const maya = await person(house.app, 'Maya Okafor');
  const [greeting] = await until(async () => {
    const said = await messagesOf(house, maya);
    return said.length > 0 && said;
  });
  expect(greeting?.senderId).toBe(botIdOf(maya.sandboxId));
  expect(wordsOf(greeting)).toMatch(/^Hello, Maya\. This is your own Claw Chat, and you are its operator\./);
  const isOnline = async () => {
    const { sandboxes } = await listSandboxes(house.app, maya.principal);
    return sandboxes[0]?.status === 'running' && sandboxes[0].bot.presence === 'online';
  };
  await until(isOnline);
});

test('the agent answers each message once, in the order in which they were sent', async () => {
  const jonas = await person(house.app, 'Jonas');
  for (const text of ['Where is my data?', 'How do I back up?', 'Sing me a song']) await say(house, jonas, text);
  const said = await until(async () => {
    const all = await messagesOf(house, jonas);
    return all.filter((message) => message.senderId === botIdOf(jonas.sandboxId)).length === 4 && all;
  });
  const answers = said.filter((message) => message.senderId !== jonas.principal.userId).map(wordsOf);
  expect(answers[1]).toMatch(/Postgres database/);
  expect(answers[2]).toMatch(/^Stop Claw Chat, copy the data folder/);
  expect(answers[3]).toMatch(/no language model is configured/);
});

test('without a model it says so and how to give it one, and shows what can be done by doing it', async () => {
  const noor = await person(house.app, 'Noor');
  const own = botIdOf(noor.sandboxId);
  const answer = async (text: string) => {
    const before = (await messagesOf(house, noor)).length;
    await say(house, noor, text);
    return until(async () => {
      const said = (await messagesOf(house, noor)).slice(before).find(({ senderId }) => senderId === own);
      return said?.stream === null && said;
    });
  };
  await until(async () => (await messagesOf(house, noor)).length === 1);
  expect(wordsOf(await answer('Which model are you?'))).toMatch(/No language model is configured[^]*OPENAI_BASE_URL=/);
  expect(wordsOf(await answer('Show me Markdown'))).toMatch(/\| a table \|/);
  expect(wordsOf(await answer('Show me streaming'))).toMatch(
    /^This message is being written[^]*as its model thinks of them\.$/,
  );
  expect(fileIn(await answer('Send me a file'))).toMatchObject({ filename: 'hello.md' });
  await answer('Show me an approval');
  await decide(house, noor, 'allow-once');
  const saved = await until(async () =>
    (await messagesOf(house, noor)).find((one) => wordsOf(one).startsWith('Saved as hello')),
  );
  expect(fileIn(saved)).toMatchObject({ filename: 'hello.md' });
  await answer('Show me an approval');
  await decide(house, noor, 'deny');
  await until(async () => (await messagesOf(house, noor)).some((one) => /hello\.md isn’t saved/.test(wordsOf(one))));
});

test('an agent whose key was revoked comes back with a new one', async () => {
  const { app } = house;
  const tess = await person(app, 'Tess');
  await until(async () => (await messagesOf(house, tess)).length === 1);
  await app.sql`update bot_keys set revoked_at = now() where sandbox_id = ${tess.sandboxId}`;
  app.botStreams.wake([tess.sandboxId]);
  await say(house, tess, 'Still there?');
  await until(async () => (await messagesOf(house, tess)).length === 3);
  const keys = await app.sql`select from bot_keys where sandbox_id = ${tess.sandboxId} and revoked_at is null`;
  expect(keys.length).toBe(1);
});

/** An answer is stored, its acknowledgement is not: the moment in which a crash does the most harm. */
test('an answer is given once although the server stopped between delivery and acknowledgement', async () => {
  await using database = await createTestDatabase();
  const priya = await withServer(database, async (first) => {
    const priya = await person(first.app, 'Priya');
    await until(async () => (await messagesOf(first, priya)).length === 1);
    await say(first, priya, 'What is this?');
    await until(async () => (await messagesOf(first, priya)).length === 3);
    return priya;
  });
  await database.sql`update deliveries set state = 'sent', acknowledged_at = null`;
  await withServer(database, async (second) => {
    await until(async () => {
      const [open] = await database.sql`select from deliveries where state <> 'acknowledged'`;
      return open === undefined;
    });
    expect((await messagesOf(second, priya)).length).toBe(3);
  });
});

test('what is said while the server is stopped for the agent is answered once when it starts', async () => {
  await using database = await createTestDatabase();
  const [priya, jonas] = await withServer(database, async (first) => {
    const people = [await person(first.app, 'Priya'), await person(first.app, 'Jonas')] as const;
    for (const one of people) await say(first, one, 'What is this?');
    return people;
  });
  await withServer(database, async (second) => {
    for (const one of [priya, jonas]) {
      await until(async () => (await messagesOf(second, one)).length === 3);
    }
    await until(async () => {
      const [open] = await database.sql`select from deliveries where state <> 'acknowledged'`;
      return open === undefined;
    });
    for (const one of [priya, jonas]) expect((await messagesOf(second, one)).length).toBe(3);
  });
});

test('of two nodes one runs the agents, and the other takes over when that one has gone', async () => {
  await using database = await createTestDatabase();
  const first = await startTestApp({ database, agents: true });
  const priya = await person(first.app, 'Priya');
  await until(async () => (await messagesOf(first, priya)).length === 1);
  await using second = await startTestApp({ database, agents: true });
  await say(second, priya, 'Where is my data?');
  await until(async () => (await messagesOf(second, priya)).length === 3);
  await first.close();
  // Looked for every five seconds anyway, and when a sandbox is heard of that isn't known yet.
  second.app.realtime.wake([sandboxContext('another')]);
  await say(second, priya, 'Where is my data?');
  const said = await until(async () => {
    const all = await messagesOf(second, priya);
    return all.length >= 5 && all;
  });
  expect(said.length).toBe(5);
});

async function withServer<T>(database: TestDatabase, work: (server: TestApp) => Promise<T>): Promise<T> {
  await using server = await startTestApp({ database, agents: true });
  return await work(server);
}

async function say({ app }: TestApp, { principal, conversationId }: Person, text: string): Promise<void> {
  await send(app, principal, { conversationId, content: [{ type: 'text', text }], clientId: ulid() });
}

/** Oldest first. */
async function messagesOf({ app }: TestApp, { principal, conversationId }: Person): Promise<Message[]> {
  const { messages } = await listMessages(app, principal, { conversationId, limit: 50 });
  return messages.toReversed();
}

function wordsOf(message: Message | undefined): string {
  return textOf(message?.content ?? []);
}
