import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../server/testing/app.ts';
import { OwnAgent } from '../../server/testing/own-agent.ts';
import { FakeHost, stateFolder } from './fake-host.ts';

let house: TestApp;
let maya: OwnAgent;
let host: FakeHost;
const state = stateFolder();

beforeAll(async () => {
  house = await startTestApp();
  maya = await OwnAgent.of(house);
  // Not started: a command line that sends one message has no account that runs.
  const section = { url: maya.url, key: await maya.key() };
  host = new FakeHost({ section, state: state.path, agent: async () => undefined });
});
afterAll(async () => {
  await house.close();
  state.remove();
});

test('a message is reacted to by an emoji’s name or itself, and the reaction taken back', async () => {
  const messageId = await maya.say('Hello');
  await act('react', { messageId, emoji: ':thumbsup:' });
  expect((await maya.messages())[0]?.reactions).toMatchObject([{ emoji: '👍', count: 1 }]);
  await act('react', { messageId, emoji: '👍', remove: true });
  expect((await maya.messages())[0]?.reactions).toEqual([]);
});

test('the agent reads the conversation that it is in, and what it wrote there it edits and deletes', async () => {
  const { messageId } = await host.channel.outbound.sendText({ cfg: host.cfg, to: maya.conversationId, text: 'Mine' });
  await act('edit', { messageId, message: 'Mine, better' });
  expect(await act('read', { limit: 5 })).toMatchObject({
    messages: [expect.stringContaining('Hello'), expect.stringMatching(new RegExp(`^${messageId} .* Mine, better$`))],
    hasMore: false,
  });
  expect(await act('read', { limit: 1 })).toMatchObject({ hasMore: true, before: messageId });
  await act('delete', { messageId });
  expect(await act('read')).toMatchObject({ messages: [expect.anything(), expect.stringContaining('(deleted)')] });
});

test('conversations are named, listed and begun, and their members told', async () => {
  await act('renameGroup', { name: 'Harbour' });
  const to = `kilo-chat:${maya.conversationId}`;
  expect(await act('channel-list')).toMatchObject({ conversations: [{ to, title: 'Harbour' }] });
  const made = (await act('channel-create', { name: 'Second' })) as { to: string };
  expect(await act('member-info', { to: made.to })).toMatchObject({
    members: expect.arrayContaining([expect.objectContaining({ id: maya.userId, kind: 'user' })]),
  });
});

test('what can’t be done is said to the agent, and nothing happens', async () => {
  const before = await maya.messages();
  for (const [action, params, why] of [
    ['react', { emoji: ' ', messageId: before[0]?.id }, 'emoji is needed'],
    ['react', { to: 'nowhere', emoji: '👍' }, 'which conversation'],
    ['edit', { messageId: 'x', message: 'y' }, 'which message'],
    ['edit', { messageId: before[0]?.id, message: 'not mine' }, 'Only whoever wrote'],
    ['renameGroup', { name: 'x'.repeat(201) }, 'at most 200'],
    ['toString', {}, 'no action'],
  ] as const)
    await expect(act(action, params)).rejects.toThrow(why);
  expect(await maya.messages()).toEqual(before);
});

async function act(action: string, params: Record<string, unknown> = {}): Promise<unknown> {
  const toolContext = { currentChannelId: `kilo-chat:${maya.conversationId}` };
  return (await host.channel.actions.handleAction({ action, params, cfg: host.cfg, toolContext })).details;
}
