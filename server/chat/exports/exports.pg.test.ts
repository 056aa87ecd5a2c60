import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { createConversation } from '../conversations/create.ts';
import { deleteMessage } from '../messages/delete.ts';
import { edit } from '../messages/edit.ts';
import { send } from '../messages/send.ts';
import { addReaction } from '../reactions.ts';
import { exportConversation } from './conversation.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let maya: Somebody;
let jonas: Somebody;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  [maya, jonas] = await Promise.all([guest(house.app, 'Maya'), guest(house.app, 'Jonas')]);
});
afterAll(() => house.close());

const take = (who: Somebody, conversationId: string, format: string) =>
  ask('GET', `${house.url}/v1/conversations/${conversationId}/export?format=${format}`, { headers: who.headers });

const words = (text: string) => [{ type: 'text' as const, text }];

async function told(): Promise<string> {
  const { principal } = maya;
  const title = 'Rollout [of] Harbor';
  const { conversationId } = await createConversation(house.app, principal, { sandboxId: maya.sandboxId, title });
  const say = async (text: string) =>
    (await send(house.app, principal, { conversationId, content: words(text) })).messageId;
  for (let n = 1; n <= 203; n++) await say(`line ${n}`);
  const edited = await say('first thought');
  await edit(house.app, principal, { conversationId, messageId: edited, content: words('better'), expectedVersion: 1 });
  await addReaction(house.app, principal, { conversationId, messageId: edited, emoji: '👍' });
  await deleteMessage(house.app, principal, { conversationId, messageId: await say('a mistake') });
  return conversationId;
}

test('an export has all messages from the first to the last, as JSON and as Markdown', async () => {
  const conversationId = await told();
  const json = await take(maya, conversationId, 'json');
  expect(json.headers.get('content-disposition')).toMatch(/^attachment; filename="claw-chat-[\d-]{10}\.json"$/);
  const messages = json.body.messages as Message[];
  const lines = Array.from({ length: 203 }, (_, n) => `line ${n + 1}`);
  expect(messages.map(({ content }) => textOf(content))).toEqual([...lines, 'better', '']);
  expect(messages.at(-2)?.reactions).toMatchObject([{ emoji: '👍' }]);
  expect(messages.at(-1)).toMatchObject({ deleted: true });

  const markdown = await take(maya, conversationId, 'markdown');
  expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  expect(markdown.text).toMatch(/^# Rollout \\\[of\\\] Harbor\n\nBegun .* UTC\. With Maya, Guide\.\n\n\*\*Maya\*\*/);
  expect([...markdown.text.matchAll(/^> (.*)$/gm)].map(([, line]) => line)).toEqual([...lines, 'better']);
  expect(markdown.text).toMatch(/ · edited .*\n\n> better\n\nReactions: 👍 Maya\n/);
  expect(markdown.text).toMatch(/ UTC · deleted\n$/);
  expect(json.text + markdown.text).not.toMatch(/first thought|a mistake/);
});

test('only members take it, and an odd format is refused', async () => {
  const { conversationId } = maya;
  expect(await take(jonas, conversationId, 'json')).toMatchObject({ status: 404, code: 'not_found' });
  expect(await take(maya, conversationId, 'pdf')).toMatchObject({ status: 400, code: 'invalid_input' });
});

test('it is read page by page, each in the same number of statements', async () => {
  const conversationId = await told();
  const { app, take: taken } = countStatements(house.app);
  const pieces = await exportConversation(app, maya.principal, { conversationId, format: 'json' });
  const costs: number[] = [];
  for await (const piece of pieces) {
    costs.push(taken());
    expect(piece.length).toBeLessThan(200_000);
  }
  expect(costs).toEqual([2, 3, 3, 3, 0]);
});
