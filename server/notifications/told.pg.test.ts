import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { must } from '#lib/std/must.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { send } from '#server/chat/messages/send.ts';
import { appendText } from '#server/chat/streams/append.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import type { BrowserSubscription } from '#server/testing/browser-subscription.ts';
import { ExpoService } from '#server/testing/expo-service.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { PushService } from '#server/testing/push-service.ts';
import { askPeople } from '#server/testing/question.ts';
import { addDevice } from './devices.ts';

type Somebody = Omit<Person, 'password'>;

// All of it, as it runs: from what an agent says to what a browser opens and an app is given.
let browsers: PushService;
let apps: ExpoService;
let house: TestApp;
let maya: Somebody;
let browser: BrowserSubscription;

beforeAll(async () => {
  browsers = await PushService.open();
  apps = await ExpoService.open();
  house = await startTestApp({ outbound: browsers.guard, env: { EXPO_PUSH_URL: apps.url }, limits: 'generous' });
  maya = await guest(house.app, 'Maya');
  browser = browsers.subscribe();
  await addDevice(house.app, maya.principal, { kind: 'web', subscription: browser.toJSON(), name: 'Firefox' });
  await addDevice(house.app, maya.principal, { kind: 'expo', token: `ExponentPushToken[${ulid()}]`, name: 'Phone' });
});
afterAll(async () => {
  await house.close();
  await apps[Symbol.asyncDispose]();
  await browsers[Symbol.asyncDispose]();
});

const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;

test('what an agent says reaches a browser and an app, with the count of what is unread', async () => {
  const { conversationId } = maya;
  const content = [{ type: 'text' as const, text: 'It is done.' }];
  const { messageId } = await send(house.app, agent(), { conversationId, content });
  const [inBrowser] = await browsers.first(1, browser);
  const [inApp] = await apps.first(1);
  const data = { type: 'chat.message', sandboxId: maya.sandboxId, conversationId, messageId };
  expect(inBrowser).toMatchObject({ urgency: 'normal', push: { body: 'You have a new message', data } });
  const { push } = must(inBrowser, 'a push');
  expect(push.badge).toBeGreaterThan(0);
  expect(inApp).toMatchObject({ title: push.title, badge: push.badge, data: { ...data, id: push.id } });
});

test('a message that is being written is told of while it is, as soon as there is something to read', async () => {
  const { conversationId } = maya;
  const open = { conversationId, content: [], streaming: true, clientId: ulid() };
  const { messageId } = await send(house.app, agent(), open);
  await appendText(house.app, agent(), { conversationId, messageId, offset: 0, text: 'word '.repeat(40) });
  const [, second] = await browsers.first(2, browser);
  expect(second?.push.data).toMatchObject({ messageId });
});

test('a question is urgent, and what came with it decides it', async () => {
  const question = await askPeople(house.app, maya);
  const [, , third] = await browsers.first(3, browser);
  const { push, urgency } = must(third, 'a push');
  expect(urgency).toBe('high');
  expect(push).toMatchObject({ body: 'An agent asks for a decision', data: { type: 'approval', groupId: 'run' } });
  const actions = push.data.type === 'approval' ? push.data.actions : [];
  expect(actions.map(({ value }) => value)).toEqual(['deny']);
  const answer = await ask('POST', `${house.url}/v1/push/act`, {
    headers: {},
    body: { token: must(actions[0], 'a word').token },
  });
  expect(answer.body).toEqual({ happened: 'decided', value: 'deny', by: null });
  const again = executeAction(house.app, maya.principal, { ...question, value: 'allow-once' });
  await expect(again).rejects.toMatchObject({ code: 'approval_decided' });
});
