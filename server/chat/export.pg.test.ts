import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { createKey } from '#server/accounts/api-keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { createConversation } from './conversations/create.ts';
import { send } from './messages/send.ts';

type Guest = Omit<Person, 'password'>;

let house: TestApp;
let maya: Guest;
let jonas: Guest;

beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

const take = ({ headers }: Guest) => ask('GET', `${house.url}/v1/account/export`, { headers });

async function say(whose: Guest, conversationId: string, text: string): Promise<void> {
  await send(house.app, whose.principal, { conversationId, content: [{ type: 'text', text }] });
}

test('an export holds all that is the person’s, over as many pages as there are, and nothing of others', async () => {
  const { app } = house;
  const { sandboxId } = maya;
  const { conversationId } = await createConversation(app, maya.principal, { sandboxId, title: 'Long "one"' });
  for (let n = 1; n <= 205; n++) await say(maya, conversationId, `line ${n}`);
  await createConversation(app, maya.principal, { sandboxId, title: 'Empty' });
  await say(jonas, jonas.conversationId, 'a secret of Jonas');
  const { key } = await createKey(app, maya.principal, { name: 'laptop' });

  const { status, headers, body, text } = await take(maya);
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="claw-chat-\d{4}-\d\d-\d\d\.json"$/);
  expect(body.account).toMatchObject({ id: maya.principal.userId, name: 'Maya', email: maya.email });
  expect(body.sessions).toMatchObject([{ isCurrent: true, userAgent: 'test' }]);
  expect(body.keys).toMatchObject([{ name: 'laptop' }]);
  expect(body.sandboxes).toMatchObject([{ sandboxId, label: 'Guide' }]);
  const titles = body.conversations.map((one: { title: string }) => one.title);
  expect(titles).toEqual(['Welcome', 'Long "one"', 'Empty']);
  const messages = body.conversations[1].messages as Message[];
  expect(messages.map((one) => textOf(one.content))).toEqual(Array.from({ length: 205 }, (_, n) => `line ${n + 1}`));

  for (const secret of [jonas.principal.userId, jonas.email, 'secret of Jonas', maya.principal.sessionId, key]) {
    expect(text).not.toContain(secret);
  }
});

test('an export without a session is refused', async () => {
  expect(await ask('GET', `${house.url}/v1/account/export`)).toMatchObject({ status: 401, code: 'not_signed_in' });
});
