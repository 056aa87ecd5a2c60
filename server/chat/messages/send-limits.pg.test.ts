import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { createConversation } from '../conversations/create.ts';

const clock = stoppedClock();
let house: TestApp;
let maya: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
});
afterAll(() => house.close());

function say(door: string, headers: Record<string, string>, conversationId: string) {
  const content = [{ type: 'text', text: 'hello' }];
  return ask('POST', house.url + door, { headers, body: { conversationId, clientId: ulid(), content } });
}

async function freshConversation(): Promise<string> {
  return (await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId })).conversationId;
}

test('a person sends ten at once through whichever doors, then one a second; elsewhere they may go on', async () => {
  const conversationId = await freshConversation();
  const doors = ['/api/trpc/messages.send', '/v1/messages'];
  const sent = [];
  for (let n = 0; n < 10; n++) sent.push(await say(doors[n % 2] ?? '', maya.headers, conversationId));
  expect(sent.every((answer) => answer.status < 300)).toBe(true);
  for (const door of doors) {
    const refused = await say(door, maya.headers, conversationId);
    expect(refused).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(refused.headers.get('retry-after')).toBe('1');
  }
  expect((await say('/v1/messages', maya.headers, await freshConversation())).status).toBe(201);
  clock.pass(1_000);
  expect((await say('/v1/messages', maya.headers, conversationId)).status).toBe(201);
  expect((await say('/v1/messages', maya.headers, conversationId)).status).toBe(429);
});

test('an agent sends sixty at once, then ten a second', async () => {
  const conversationId = await freshConversation();
  const { key } = await createKey(house.app, maya.sandboxId, 'mine');
  const headers = { authorization: `Bearer ${key}` };
  const door = `/bot/v1/sandboxes/${maya.sandboxId}/messages`;
  const sent = [];
  for (let n = 0; n < 60; n++) sent.push((await say(door, headers, conversationId)).status);
  expect(new Set(sent)).toEqual(new Set([201]));
  expect(await say(door, headers, conversationId)).toMatchObject({ status: 429, code: 'rate_limited' });
  // The same agent through the people's door has no second budget.
  const asAgent = { ...headers, 'x-kilo-sandbox-id': maya.sandboxId };
  expect((await say('/v1/messages', asAgent, conversationId)).status).toBe(429);
  clock.pass(1_000);
  const more = [];
  for (let n = 0; n < 11; n++) more.push((await say(door, headers, conversationId)).status);
  expect(more).toEqual([...Array.from({ length: 10 }, () => 201), 429]);
});

test('edits and reactions have budgets of their own, each one for all of its doors', async () => {
  const conversationId = await freshConversation();
  const { body } = await say('/v1/messages', maya.headers, conversationId);
  const message = { conversationId, messageId: body.messageId as string };
  const { headers } = maya;
  const content = [{ type: 'text', text: 'said better' }];
  const edits = [];
  for (let expectedVersion = 1; expectedVersion <= 10; expectedVersion++) {
    const asked = { ...message, content: [{ type: 'text', text: `take ${expectedVersion}` }], expectedVersion };
    edits.push((await ask('POST', `${house.url}/api/trpc/messages.edit`, { headers, body: asked })).status);
  }
  expect(new Set(edits)).toEqual(new Set([200]));
  const late = { conversationId, content, expectedVersion: 11 };
  const again = await ask('PATCH', `${house.url}/v1/messages/${message.messageId}`, { headers, body: late });
  expect(again).toMatchObject({ status: 429, code: 'rate_limited' });

  const react = (verb: 'add' | 'remove', emoji: string) =>
    ask('POST', `${house.url}/api/trpc/reactions.${verb}`, { headers, body: { ...message, emoji } });
  for (let n = 0; n < 10; n++) {
    expect([(await react('add', '👍')).status, (await react('remove', '👍')).status]).toEqual([200, 200]);
  }
  const path = `${house.url}/v1/messages/${message.messageId}/reactions`;
  const more = await ask('POST', path, { headers, body: { conversationId, emoji: '👍' } });
  expect(more).toMatchObject({ status: 429, code: 'rate_limited' });
  expect((await say('/v1/messages', headers, conversationId)).status).toBe(201);
});
