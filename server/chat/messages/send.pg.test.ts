import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxContext } from '#lib/contexts.ts';
import type { InputBlock } from '#lib/contract/blocks.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { createConversation } from '../conversations/create.ts';
import { readConversation } from '../conversations/read.ts';
import { rename } from '../conversations/rename.ts';
import { addMember } from '../members/add.ts';
import { leave } from '../members/leave.ts';
import { readMessage } from './read.ts';
import { send } from './send.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let maya: Somebody;
let zoe: Somebody;
let jonas: Somebody;

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  zoe = await guest(house.app, 'Zoe');
  jonas = await guest(house.app, 'Jonas');
  const people = {
    [maya.principal.userId]: 'owner',
    [zoe.principal.userId]: 'member',
    [jonas.principal.userId]: 'member',
  };
  await organize(house.app, maya.sandboxId, people as Parameters<typeof organize>[2]);
});
afterAll(() => house.close());

const words = (text: string): InputBlock[] => [{ type: 'text', text }];
const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;
const idOf = (who: Somebody) => who.principal.userId;
const botId = () => `bot:kiloclaw:${maya.sandboxId}`;

async function begun(title?: string): Promise<string> {
  const asked = { sandboxId: maya.sandboxId, ...(title === undefined ? {} : { title }) };
  return (await createConversation(house.app, maya.principal, asked)).conversationId;
}

const titleIn = async (conversationId: string) =>
  (await readConversation(house.app, maya.principal, conversationId)).title;

async function renamings(conversationId: string): Promise<number> {
  const rows = await house.app.sql`
    select from events where context = ${sandboxContext(maya.sandboxId)} and about = ${conversationId}
      and type = 'conversation.renamed'`;
  return rows.length;
}

test('whom a message is meant for is kept and told, members only, each once and in the order of naming', async () => {
  const conversationId = await begun();
  for (const { principal } of [zoe, jonas])
    await addMember(house.app, maya.principal, { conversationId, ...principal });
  await leave(house.app, jonas.principal, conversationId);
  const mentions = [botId(), idOf(jonas), 'nobody', idOf(zoe), idOf(zoe), idOf(maya)];
  const { message } = await send(house.app, maya.principal, { conversationId, content: words('you two'), mentions });
  expect(message.mentions).toEqual([botId(), idOf(zoe), idOf(maya)]);
  expect(await readMessage(house.app, zoe.principal, { conversationId, messageId: message.id })).toEqual(message);
});

test('the same clientId with others in mind is another message', async () => {
  const conversationId = await begun();
  const message = { conversationId, content: words('you'), clientId: ulid(), mentions: [botId()] };
  await send(house.app, maya.principal, message);
  expect(await send(house.app, maya.principal, message)).toMatchObject({ repeated: true });
  const other = send(house.app, maya.principal, { ...message, mentions: [] });
  await expect(other).rejects.toMatchObject({ code: 'client_id_reused' });
});

test('a conversation is called what was said first in it, whoever said it, and that is told once', async () => {
  const conversationId = await begun();
  await send(house.app, agent(), { conversationId, content: words('Good morning,\nMaya') });
  await send(house.app, maya.principal, { conversationId, content: words('Good morning') });
  expect([await titleIn(conversationId), await renamings(conversationId)]).toEqual(['Good morning, Maya', 1]);
});

test('a name that somebody gave stays', async () => {
  const named = await begun('Harbour');
  await send(house.app, maya.principal, { conversationId: named, content: words('hello') });
  expect([await titleIn(named), await renamings(named)]).toEqual(['Harbour', 0]);

  const renamed = await begun();
  const tides = { conversationId: renamed, title: 'Tides' };
  await Promise.all([
    rename(house.app, maya.principal, tides),
    send(house.app, maya.principal, { conversationId: renamed, content: words('hello') }),
    send(house.app, agent(), { conversationId: renamed, content: words('hello to you') }),
  ]);
  expect(await titleIn(renamed)).toBe('Tides');
});

test('of two who say the first word at once one gives the name', async () => {
  for (let round = 0; round < 10; round++) {
    const conversationId = await begun();
    await Promise.all(
      [maya.principal, agent()].map((who) =>
        send(house.app, who, { conversationId, content: words(`by ${who.kind}`) }),
      ),
    );
    expect(['by user', 'by bot']).toContain(await titleIn(conversationId));
    expect(await renamings(conversationId)).toBe(1);
  }
});

test('a send is one round trip, the first one and one with mentions too', async () => {
  const conversationId = await begun();
  const { app, take } = countStatements(house.app);
  for (const mentions of [[botId()], [], [botId(), idOf(maya)]]) {
    await send(app, maya.principal, { conversationId, content: words('hello'), mentions });
    expect(take()).toBe(1);
  }
});
