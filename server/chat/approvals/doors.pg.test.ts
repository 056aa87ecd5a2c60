import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { executeActionResultSchema } from '#lib/contract/approvals.ts';
import { problemSchema } from '#lib/contract/errors.ts';
import { createKey } from '#server/bots/keys.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { actionsBlock, askPeople, type Question } from '#server/testing/question.ts';
import { readMessage } from '../messages/read.ts';

let house: TestApp;
let maya: Omit<Person, 'password'>;
let agent: { authorization: string };

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  maya = await guest(house.app, 'Maya');
  agent = { authorization: `Bearer ${(await createKey(house.app, maya.sandboxId, 'mine')).key}` };
});
afterAll(() => house.close());

const asked = (groupId = 'run') => askPeople(house.app, maya, { groupId });

function execute(
  { conversationId, messageId }: Question,
  body: unknown,
  headers: Record<string, string> = maya.headers,
) {
  const path = `/v1/conversations/${conversationId}/messages/${messageId}/execute-action`;
  return ask('POST', house.url + path, { headers, body });
}

function report({ conversationId, messageId, groupId }: Question, body: object = {}) {
  const actions = `/bot/v1/sandboxes/${maya.sandboxId}/conversations/${conversationId}/actions`;
  const url = `${house.url}${actions}/${encodeURIComponent(groupId)}/delivery-failed`;
  return ask('POST', url, { headers: agent, body: { messageId, ...body } });
}

test('over HTTP and tRPC a decision is answered alike, and who comes second is told what was decided and by whom', async () => {
  const question = await asked();
  const { groupId } = question;
  const first = await execute(question, { groupId, value: 'deny' });
  expect(first.status).toBe(200);
  const answer = executeActionResultSchema.parse(first.body);
  expect(answer).toEqual(first.body);
  const procedure = `${house.url}/api/trpc/messages.executeAction`;
  const again = await ask('POST', procedure, { headers: maya.headers, body: { ...question, value: 'deny' } });
  expect(again.body.result.data).toEqual(first.body);

  const late = await execute(question, { groupId, value: 'allow-once' });
  expect([late.status, late.code]).toEqual([409, 'approval_decided']);
  expect(problemSchema.parse(late.body).error.resolved).toEqual(answer.resolved);
  const later = await ask('POST', procedure, { headers: maya.headers, body: { ...question, value: 'allow-once' } });
  expect(later.body.error.data).toMatchObject({ code: 'approval_decided', resolved: answer.resolved });
});

test('an agent asks, keeps and takes back through its own door; people can not ask, and agents can not decide', async () => {
  const { conversationId, sandboxId } = maya;
  const content = [actionsBlock()];
  const own = `${house.url}/bot/v1/sandboxes/${sandboxId}/messages`;
  const sent = await ask('POST', own, { headers: agent, body: { conversationId, content } });
  expect(sent).toMatchObject({ status: 201, body: { message: { content: [{ state: 'pending', resolved: null }] } } });
  const { messageId } = sent.body;
  const edit = (body: object) =>
    ask('PATCH', `${own}/${messageId}`, { headers: agent, body: { conversationId, ...body } });
  const kept = await edit({ content: [{ type: 'text', text: 'Still waiting' }, ...content], expectedVersion: 1 });
  expect(kept).toMatchObject({ status: 200, body: { message: { version: 2 } } });
  const question = { conversationId, messageId, groupId: 'run' };
  const asAgent = { ...agent, 'x-kilo-sandbox-id': sandboxId };
  expect(await execute(question, { groupId: 'run', value: 'deny' }, asAgent)).toMatchObject({ status: 403 });
  const clash = await edit({ content, expectedVersion: 1 });
  expect(clash.body.error.conflict.content).toEqual(kept.body.message.content);
  await edit({ content: [{ type: 'text', text: 'Never mind' }], expectedVersion: 2 });
  expect(await execute(question, { groupId: 'run', value: 'deny' })).toMatchObject({ status: 409, code: 'conflict' });

  const asPerson = { conversationId, clientId: ulid(), content };
  expect(await ask('POST', `${house.url}/v1/messages`, { headers: maya.headers, body: asPerson })).toMatchObject({
    status: 400,
  });
  const said = await ask('POST', `${house.url}/v1/messages`, {
    headers: maya.headers,
    body: { conversationId, clientId: ulid(), content: [{ type: 'text', text: 'hello' }] },
  });
  const patch = { conversationId, content, expectedVersion: 1 };
  const url = `${house.url}/v1/messages/${said.body.messageId}`;
  expect(await ask('PATCH', url, { headers: maya.headers, body: patch })).toMatchObject({ status: 400 });
});

test('an agent may name its question as it likes and report by that name that the decision never came', async () => {
  for (const groupId of ['a/b?c=d', '%', 'Übung 7', '🚀'.repeat(100)]) {
    const question = await asked(groupId);
    expect(await execute(question, { groupId, value: 'allow-always' })).toMatchObject({ status: 200 });
    expect(await report(question, { reason: 'gone' })).toMatchObject({
      status: 200,
      body: { ok: true, reverted: true },
    });
    expect(await report(question)).toMatchObject({ status: 200, body: { ok: true, reverted: false } });
  }
});

test('whoever watches is woken on both logs by each step, without waiting for a look', async () => {
  const woken: string[] = [];
  const stop = house.app.realtime.onWake((contexts) => void woken.push(...contexts));
  const { sandboxId, conversationId } = maya;
  const both = [sandboxContext(sandboxId), conversationContext(sandboxId, conversationId)].toSorted();
  const wakes = async (act: () => Promise<unknown>) => {
    woken.length = 0;
    await act();
    return [...new Set(woken)].toSorted();
  };
  let question: Question | null = null;
  expect(await wakes(async () => (question = await asked()))).toEqual(both);
  const it = question ?? (await asked());
  const { messageId, groupId } = it;
  expect(await wakes(() => execute(it, { groupId, value: 'deny' }))).toEqual(both);
  expect(await wakes(() => report(it))).toEqual(both);
  const own = `${house.url}/bot/v1/sandboxes/${sandboxId}/messages/${messageId}`;
  const content = [{ type: 'text', text: 'Never mind' }];
  const edit = () =>
    ask('PATCH', own, { headers: agent, body: { conversationId, content, timestamp: Date.now() + 1_000 } });
  expect(await wakes(edit)).toEqual(both);
  const third = await asked();
  const gone = `${house.url}/bot/v1/sandboxes/${sandboxId}/messages/${third.messageId}?conversationId=${conversationId}`;
  expect(await wakes(() => ask('DELETE', gone, { headers: agent }))).toEqual(both);
  stop();
});

test('bad input is refused with a clear code, is never a 500, and decides nothing', async () => {
  const question = await asked();
  const { groupId, conversationId, messageId } = question;
  const good = { groupId, value: 'deny' };
  const bodies: [unknown, number][] = [
    [undefined, 400],
    [null, 400],
    [[], 400],
    [{}, 400],
    [{ ...good, value: 'maybe' }, 400],
    [{ ...good, value: null }, 400],
    [{ ...good, groupId: '' }, 400],
    [{ ...good, groupId: 'x'.repeat(201) }, 400],
    [{ ...good, groupId: 'x\0' }, 400],
    [{ ...good, groupId: ['run'] }, 400],
    [{ ...good, operationId: 'mine' }, 400],
    [{ ...good, groupId: 'RUN' }, 404],
  ];
  for (const [body, status] of bodies) {
    expect([body, (await execute(question, body)).status]).toEqual([body, status]);
  }
  for (const unknown of [
    { conversationId: ulid() },
    { messageId: ulid() },
    { messageId: '%00' },
    { conversationId: '..' },
  ]) {
    expect((await execute({ ...question, ...unknown }, good)).status).toBe(404);
  }

  const actions = `${house.url}/bot/v1/sandboxes/${maya.sandboxId}/conversations/${conversationId}/actions`;
  const reports: [string, unknown, number][] = [
    ['run', {}, 400],
    ['run', null, 400],
    ['run', { messageId: 'x' }, 400],
    ['run', { messageId, resolutionId: '' }, 400],
    ['run', { messageId, reason: 'x'.repeat(501) }, 400],
    ['run', { messageId, reason: 'x\0' }, 400],
    ['run', { messageId: ulid() }, 404],
    ['other', { messageId }, 404],
    ['x'.repeat(201), { messageId }, 400],
    ['%00', { messageId }, 404],
    ['%E0%A4%A', { messageId }, 404],
    ['run', { messageId, resolutionId: 'unknown' }, 200],
  ];
  for (const [group, body, status] of reports) {
    const answer = await ask('POST', `${actions}/${group}/delivery-failed`, { headers: agent, body });
    expect([group, body, answer.status]).toEqual([group, body, status]);
  }
  const message = await readMessage(house.app, maya.principal, { conversationId, messageId });
  expect(message).toMatchObject({ version: 1, content: [{ state: 'pending', undone: null }] });
});

test('what people may not name as approvers is refused, and names nobody', async () => {
  const set = (userIds: unknown) =>
    ask('POST', `${house.url}/api/trpc/sandboxes.setApprovers`, {
      headers: maya.headers,
      body: { sandboxId: maya.sandboxId, userIds },
    });
  const many = Array.from({ length: 51 }, (_, at) => `u${at}`);
  for (const bad of [undefined, null, 'me', [1], [''], ['a/b'], ['x\0'], many])
    expect((await set(bad)).status).toBe(400);
  expect(await set([maya.principal.userId])).toMatchObject({ status: 422 });
  expect(await set([])).toMatchObject({ status: 200 });
  expect(await house.app.sql`select count(*) from sandbox_approvers`).toEqual([{ count: 0 }]);
});
