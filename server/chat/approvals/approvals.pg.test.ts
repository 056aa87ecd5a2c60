import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApprovalBlock, Decision } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { actionsBlock, askPeople, type Question } from '#server/testing/question.ts';
import { createConversation } from '../conversations/create.ts';
import { readConversation } from '../conversations/read.ts';
import { deleteMessage } from '../messages/delete.ts';
import { edit } from '../messages/edit.ts';
import { readMessage } from '../messages/read.ts';
import { send } from '../messages/send.ts';
import { listVersions } from '../messages/versions.ts';
import { executeAction } from './decide.ts';
import { expireDue } from './expire.ts';
import { reportDeliveryFailed } from './revert.ts';

const clock = movableClock();
const minute = 60_000;
let house: TestApp;
let maya: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ clock });
  maya = await guest(house.app, 'Maya');
});
afterAll(() => house.close());

const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;
const words = (text: string) => ({ type: 'text' as const, text });

async function asked(fields: Parameters<typeof askPeople>[2] = {}): Promise<Question> {
  const { sandboxId } = maya;
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId });
  return askPeople(house.app, { sandboxId, conversationId }, fields);
}

function decide(question: Question, value: Decision, operationId?: string) {
  return executeAction(house.app, maya.principal, { ...question, value, operationId });
}

function failed(question: Question, resolutionId?: string) {
  return reportDeliveryFailed(house.app, agent(), { ...question, resolutionId });
}

function rewrite({ conversationId, messageId }: Question, content: Parameters<typeof edit>[2]['content']) {
  return edit(house.app, agent(), { conversationId, messageId, content, timestamp: clock.now().getTime() });
}

function blockIn(message: Message): ApprovalBlock | undefined {
  return message.content.find((block) => block.type === 'actions');
}

async function shown({ conversationId, messageId }: Question): Promise<ApprovalBlock | undefined> {
  return blockIn(await readMessage(house.app, maya.principal, { conversationId, messageId }));
}

async function waiting({ conversationId }: Question): Promise<string[]> {
  const conversation = await readConversation(house.app, maya.principal, conversationId);
  return conversation.waiting.map(({ groupId }) => groupId);
}

/** What became of the question, as both logs tell it. */
async function told({ conversationId }: Question): Promise<string[]> {
  const rows = await house.app.sql<{ type: string }[]>`
    select type from events where (context like ${`%/${conversationId}`} or about = ${conversationId})
      and (type like 'action.%' or type like 'approval.%') order by tx, context, seq`;
  return rows.map(({ type }) => type);
}

async function recorded({ messageId }: Question) {
  const [row] = await house.app.sql`
    select state, offered::text, snapshot::text from approvals where message_id = ${messageId}`;
  return row;
}

test('what an agent asks waits in its message and in the list: ten minutes unless it says otherwise, and a day at most', async () => {
  const lives = async (askedForMs?: number) => {
    const from = Date.now();
    const question = await asked(askedForMs === undefined ? {} : { expiresAt: from + askedForMs });
    const block = await shown(question);
    expect(block).toMatchObject({ state: 'pending', resolved: null, undone: null });
    expect(await waiting(question)).toEqual(['run']);
    return ((block?.expiresAt ?? 0) - from) / minute;
  };
  expect(await lives()).toBeCloseTo(10, 0);
  expect(await lives(45 * minute)).toBe(45);
  expect(await lives(7 * 24 * 60 * minute)).toBeCloseTo(24 * 60, 0);
  // Who is late, or whose clock is, still asks for long enough to be read.
  expect(await lives(-60 * minute)).toBeGreaterThan(0.49);
});

test('the list says of what waits whether it is about a command, and never which', async () => {
  const question = await asked();
  const actions = actionsBlock().actions.filter(({ value }) => value !== 'allow-always');
  await askPeople(house.app, { ...maya, ...question }, { groupId: 'more', request: null, actions });
  const request = { kind: 'save_file', title: 'Save notes.md', command: 'The harbour is full.' };
  await askPeople(house.app, { ...maya, ...question }, { groupId: 'save', request, actions });
  const row = await readConversation(house.app, maya.principal, question.conversationId);
  expect(row.waiting.map(({ groupId, isCommand }) => [groupId, isCommand])).toEqual(
    expect.arrayContaining([
      ['run', true],
      ['more', false],
      ['save', false],
    ]),
  );
  expect(JSON.stringify(row.waiting)).not.toContain('make deploy');
});

test('the answer to a send says how long the question really stands', async () => {
  const question = await asked();
  const again = await shown(question);
  const block = actionsBlock({ groupId: 'second' });
  const { conversationId } = question;
  const { message } = await send(house.app, agent(), { conversationId, content: [block] });
  expect(blockIn(message)).toMatchObject({ state: 'pending', expiresAt: expect.any(Number) });
  expect(again?.expiresAt).toEqual(expect.any(Number));
  expect((await waiting(question)).toSorted()).toEqual(['run', 'second']);
});

test('the first answer stands, is told once, and the same one again gets the same answer', async () => {
  const question = await asked();
  const first = await decide(question, 'allow-once');
  expect(first).toMatchObject({
    ok: true,
    messageId: question.messageId,
    resolved: { groupId: 'run', value: 'allow-once', resolvedBy: maya.principal.userId },
    message: { version: 2, content: first.content },
  });
  expect(blockIn(first.message)).toMatchObject({ state: 'decided', resolved: { value: 'allow-once' } });
  expect(await decide(question, 'allow-once')).toEqual(first);
  await expect(decide(question, 'deny')).rejects.toMatchObject({ code: 'approval_decided', resolved: first.resolved });
  expect(await waiting(question)).toEqual([]);
  expect(await told(question)).toEqual(['approval.opened', 'approval.closed', 'action.executed']);
});

test('an operation that comes again is told what it decided then, also after that was undone', async () => {
  const question = await asked();
  const operationId = ulid();
  const first = await decide(question, 'allow-once', operationId);
  await failed(question);
  const again = await decide(question, 'allow-once', operationId);
  expect(again.resolved).toEqual(first.resolved);
  expect(blockIn(again.message)?.state).toBe('pending');
  await expect(decide(question, 'deny', operationId)).rejects.toMatchObject({ code: 'operation_id_reused' });
});

test('only what was offered can be answered, and only where it was asked', async () => {
  const question = await asked({ actions: [{ label: 'No', style: 'danger', value: 'deny' }] });
  await expect(decide(question, 'allow-once')).rejects.toMatchObject({ code: 'impossible_value' });
  await expect(decide({ ...question, groupId: 'other' }, 'deny')).rejects.toMatchObject({ code: 'not_found' });
  await expect(decide({ ...question, messageId: ulid() }, 'deny')).rejects.toMatchObject({ code: 'not_found' });
  expect(await shown(question)).toMatchObject({ state: 'pending' });
  expect(await told(question)).toEqual(['approval.opened']);
});

test('an edit can not change what is asked: it stays as it was shown, before and after it is decided', async () => {
  const question = await asked({ text: 'May I?' });
  const before = await shown(question);
  const sly = actionsBlock({ request: { kind: 'exec', title: 'List files', command: 'ls' }, expiresAt: 9e12 });
  sly.actions = [{ label: 'Look', style: 'primary', value: 'allow-once' }];
  const { message } = await rewrite(question, [words('Only looking'), sly]);
  expect(blockIn(message)).toEqual(before);
  await decide(question, 'deny');
  await rewrite(question, [sly]);
  expect(await shown(question)).toMatchObject({ ...before, state: 'decided', resolved: { value: 'deny' } });
  expect(await told(question)).toEqual(['approval.opened', 'approval.closed', 'action.executed']);
});

test('an edit that leaves the question out takes it back, and nothing brings it again', async () => {
  const question = await asked();
  await rewrite(question, [words('Never mind')]);
  expect([await shown(question), await waiting(question)]).toEqual([undefined, []]);
  const { versions } = await listVersions(house.app, maya.principal, { ...question, limit: 9 });
  expect(versions).toMatchObject([{ content: [{ groupId: 'run', state: 'withdrawn' }] }]);
  await expect(decide(question, 'deny')).rejects.toMatchObject({ code: 'conflict' });
  await rewrite(question, [actionsBlock()]);
  expect(await shown(question)).toMatchObject({ state: 'withdrawn' });
  await expect(decide(question, 'deny')).rejects.toMatchObject({ code: 'conflict' });
  expect(await told(question)).toEqual(['approval.opened', 'approval.closed']);
});

test('a question that is about the words before it is taken back when they change', async () => {
  const noAlways = actionsBlock().actions.filter(({ value }) => value !== 'allow-always');
  const bare = { request: null, actions: noAlways };
  const question = await asked({ text: 'Run ls?', ...bare });
  expect(await recorded(question)).toMatchObject({ snapshot: expect.stringContaining('Run ls?') });
  await rewrite(question, [words('Run '), words('ls?'), actionsBlock(bare), words('Thanks.')]);
  expect(await shown(question)).toMatchObject({ state: 'pending' });
  await rewrite(question, [words('Run rm?'), actionsBlock(bare)]);
  expect(await shown(question)).toMatchObject({ state: 'withdrawn' });
});

test('an edit may ask for the first time, and one message may ask twice', async () => {
  const question = await asked();
  await rewrite(question, [actionsBlock(), words('and'), actionsBlock({ groupId: 'more' })]);
  expect((await waiting(question)).toSorted()).toEqual(['more', 'run']);
  await decide({ ...question, groupId: 'more' }, 'deny');
  expect(await waiting(question)).toEqual(['run']);
});

test('deleting a message takes back what it asked, and leaves nothing of it but what somebody decided', async () => {
  const open = await asked();
  await deleteMessage(house.app, agent(), open);
  await expect(decide(open, 'deny')).rejects.toMatchObject({ code: 'not_found' });
  expect(await recorded(open)).toEqual({ state: 'withdrawn', offered: '[]', snapshot: '{}' });
  expect(await told(open)).toEqual(['approval.opened', 'approval.closed']);

  const decided = await asked();
  const { resolved } = await decide(decided, 'allow-once');
  await deleteMessage(house.app, agent(), decided);
  expect(await recorded(decided)).toMatchObject({ state: 'decided', snapshot: expect.stringContaining('make deploy') });
  expect(await failed(decided, resolved.resolutionId)).toEqual({ ok: true, reverted: false });
  expect(await waiting(decided)).toEqual([]);
});

test('what is not decided in time is over: for whoever decides late at once, for everybody else when somebody has looked', async () => {
  const question = await asked({ expiresAt: Date.now() + 2 * minute });
  const later = await asked({ expiresAt: clock.now().getTime() + 20 * minute });
  clock.pass(3 * minute);
  await expect(decide(question, 'allow-once')).rejects.toMatchObject({ code: 'approval_expired' });
  const looks = await Promise.all([expireDue(house.app), expireDue(house.app), expireDue(house.app)]);
  expect(looks.map(({ nextAt }) => nextAt !== null)).toEqual([true, true, true]);
  expect(await shown(question)).toMatchObject({ state: 'expired', resolved: null });
  expect(await told(question)).toEqual(['approval.opened', 'approval.closed', 'action.expired']);
  await expect(decide(question, 'allow-once')).rejects.toMatchObject({ code: 'approval_expired' });
  expect([await waiting(question), await waiting(later)]).toEqual([[], ['run']]);
});

test('a decision that never reached its agent is undone once, and the question waits again', async () => {
  const question = await asked();
  const { resolved } = await decide(question, 'allow-once');
  expect(await failed(question, resolved.resolutionId)).toEqual({ ok: true, reverted: true });
  expect(await shown(question)).toMatchObject({ state: 'pending', resolved: null, undone: { value: 'allow-once' } });
  expect(await waiting(question)).toEqual(['run']);
  expect(await failed(question, resolved.resolutionId)).toEqual({ ok: true, reverted: false });
  expect(await failed(question)).toEqual({ ok: true, reverted: false });

  const second = await decide(question, 'deny');
  // The first report once more: it is not about this decision.
  expect(await failed(question, resolved.resolutionId)).toEqual({ ok: true, reverted: false });
  expect(await shown(question)).toMatchObject({ state: 'decided', resolved: { value: 'deny' } });
  expect(await failed(question)).toEqual({ ok: true, reverted: true });
  expect(await shown(question)).toMatchObject({ undone: { resolutionId: second.resolved.resolutionId } });
  const once = ['approval.closed', 'action.executed', 'approval.opened', 'action.delivery_failed'];
  expect(await told(question)).toEqual(['approval.opened', ...once, ...once]);
});

test('what is undone after its time is over, and what was edited away is not asked again', async () => {
  const late = await asked();
  await decide(late, 'allow-once');
  clock.pass(11 * minute);
  expect(await failed(late)).toEqual({ ok: true, reverted: true });
  expect(await shown(late)).toMatchObject({ state: 'expired', undone: { value: 'allow-once' } });

  const gone = await asked({ expiresAt: clock.now().getTime() + 30 * minute });
  await decide(gone, 'allow-once');
  await rewrite(gone, [words('I went on without it')]);
  expect(await failed(gone)).toEqual({ ok: true, reverted: true });
  expect(await recorded(gone)).toMatchObject({ state: 'withdrawn' });
  expect(await waiting(gone)).toEqual([]);
});

test('no other way leads from one state to another', async () => {
  const states = ['pending', 'decided', 'expired', 'withdrawn'];
  const { conversationId, messageId, groupId } = await asked();
  const possible: string[] = [];
  for (const from of states) {
    for (const to of states) {
      await house.app.sql`update approvals set state = ${from} where message_id = ${messageId}`;
      const moving = house.app.sql`
        select transition_approval(${maya.sandboxId}, ${conversationId}, ${messageId}, ${groupId}, ${to})`;
      if (
        await moving.then(
          () => true,
          () => false,
        )
      )
        possible.push(`${from} ${to}`);
    }
  }
  expect(possible).toEqual([
    'pending decided',
    'pending expired',
    'pending withdrawn',
    'decided pending',
    'decided expired',
  ]);
});
