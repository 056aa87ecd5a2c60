import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { revokeSession } from '#server/accounts/sessions.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { addMember } from '#server/chat/members/add.ts';
import { toFault } from '#server/errors.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { organize } from '#server/testing/organization.ts';
import { enter, guest, type Person } from '#server/testing/personas.ts';
import { askPeople, type Question } from '#server/testing/question.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { addDevice, ToldDevices } from '#server/testing/told-devices.ts';
import { until } from '#server/testing/until.ts';
import type { Action } from '../dispatches/push.ts';
import { act as answer } from './act.ts';

type Somebody = Omit<Person, 'password'>;

const clock = stoppedClock();
const devices = new ToldDevices();
let house: TestApp;
/** Both decide for Maya's agent, each with a phone. */
let maya: Somebody;
let zoe: Somebody;
let phone: string;

beforeAll(async () => {
  house = await startTestApp({ clock, transports: devices.transports, limits: 'generous' });
  maya = await guest(house.app, 'Maya');
  zoe = await guest(house.app, 'Zoe');
  const { sandboxId, conversationId } = maya;
  await organize(house.app, sandboxId, { [maya.principal.userId]: 'owner', [zoe.principal.userId]: 'admin' });
  await addMember(house.app, maya.principal, { conversationId, userId: zoe.principal.userId });
  phone = await addDevice(house.app, maya);
  await house.app
    .sql`insert into notification_preferences (user_id, preview) values (${maya.principal.userId}, 'full')`;
});
afterAll(() => house.close());

/** A question as it stands on that device, with the words that decide it. */
async function asked(deviceId = phone): Promise<{ question: Question; actions: Action[] }> {
  const question = await askPeople(house.app, maya, { expiresAt: clock.now().getTime() + 10 * 60_000 });
  const push = await until(() =>
    devices.shownOn(deviceId).find(({ data }) => data.type === 'approval' && data.messageId === question.messageId),
  );
  return { question, actions: push.data.type === 'approval' ? (push.data.actions as Action[]) : [] };
}

function word(actions: Action[], value: Action['value']): string {
  return must(
    actions.find((one) => one.value === value),
    `a word for ${value}`,
  ).token;
}

/** As a service worker does: without a cookie, an origin or a header of ours. */
function act(token: string) {
  return ask('POST', `${house.url}/v1/push/act`, { headers: {}, body: { token } });
}

async function decisionOf({ messageId }: Question): Promise<{ value: string; by: string } | undefined> {
  const [row, ...more] = await house.app.sql<{ value: string; by: string }[]>`
    select value, resolved_by as by from action_resolutions where message_id = ${messageId}`;
  expect(more).toEqual([]);
  return row;
}

test('a notification decides as the person whose device it is on; the same word a second time is told that it was used', async () => {
  const { question, actions } = await asked();
  expect(actions.map(({ value }) => value)).toEqual(['allow-once', 'deny']);
  expect(await act(word(actions, 'allow-once'))).toMatchObject({
    status: 200,
    body: { happened: 'decided', value: 'allow-once', by: null },
  });
  expect(await decisionOf(question)).toEqual({ value: 'allow-once', by: maya.principal.userId });
  const again = await act(word(actions, 'allow-once'));
  expect(again).toMatchObject({ status: 409, code: 'conflict' });
  expect(again.body.error.message).toBe(
    'This notification was answered already. The conversation shows what came of it.',
  );
  expect(await act(word(actions, 'deny'))).toMatchObject({ body: { happened: 'was_decided', by: 'Maya' } });
});

test('whoever comes second is told who was first, and whoever comes late that it is over', async () => {
  const first = await asked();
  await executeAction(house.app, zoe.principal, { ...first.question, value: 'deny' });
  expect((await act(word(first.actions, 'allow-once'))).body).toEqual({
    happened: 'was_decided',
    value: 'deny',
    by: 'Zoe',
  });
  const late = await asked();
  clock.pass(11 * 60_000);
  expect((await act(word(late.actions, 'allow-once'))).body).toMatchObject({ happened: 'expired' });
  expect(await decisionOf(late.question)).toBeUndefined();
});

test('a word dies with its device’s session, its device and its person’s right; made-up ones are as unknown', async () => {
  const { principal } = await enter(house.app, maya.email);
  const laptop = await addDevice(house.app, { principal });
  const { actions } = await asked(laptop);
  await revokeSession(house.app, principal.sessionId);
  expect(await act(word(actions, 'deny'))).toMatchObject({ status: 404 });

  const lost = await addDevice(house.app, maya);
  const other = await asked(lost);
  await house.app.sql`delete from push_targets where id = ${lost}`;
  expect(await act(word(other.actions, 'deny'))).toMatchObject({ status: 404 });

  const hers = await addDevice(house.app, zoe);
  const { question, actions: asZoe } = await asked(hers);
  expect(asZoe.map(({ value }) => value)).toEqual(['deny']);
  await house.app.sql`update organization_members set role = 'member' where user_id = ${zoe.principal.userId}`;
  expect(await act(word(asZoe, 'deny'))).toMatchObject({ status: 403 });
  await house.app.sql`update organization_members set role = 'admin' where user_id = ${zoe.principal.userId}`;
  expect(await decisionOf(question)).toBeUndefined();
  expect(await act('A'.repeat(43))).toMatchObject({ status: 404 });
  expect(await act('short')).toMatchObject({ status: 400 });
});

test('to an app, which others pass it on to, no word goes that allows anything', async () => {
  const { actions } = await asked(await addDevice(house.app, maya, 'expo'));
  expect(actions.map(({ value }) => value)).toEqual(['deny']);
});

test('what stands in rows decides nothing: only the word itself does, and its hash is all that is kept', async () => {
  const { actions } = await asked();
  const token = word(actions, 'deny');
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const [row] = await house.app.sql<{ text: string }[]>`
    select string_agg(a::text, '') || (select string_agg(d::text, '') from dispatches d) as text from action_tokens a`;
  expect(row?.text).not.toContain(token);
});

test('a word is given back when it was us who failed', async () => {
  const { question, actions } = await asked();
  await house.app.sql`alter function decide_action rename to decide_action_away`;
  await expect(answer(house.app, { token: word(actions, 'deny') })).rejects.toMatchObject({ code: 'internal' });
  await house.app.sql`alter function decide_action_away rename to decide_action`;
  expect((await act(word(actions, 'deny'))).body).toMatchObject({ happened: 'decided' });
  expect(await decisionOf(question)).toMatchObject({ value: 'deny' });
});

const counted = { races: 0, byWord: 0, byPage: 0 };

test('of a notification and a page that decide in the same moment exactly one does, 100 times', async () => {
  const choice = fc.constantFrom('allow-once' as const, 'deny' as const);
  // In turns of the event loop. What comes by HTTP takes some of them by itself.
  await fc.assert(
    fc.asyncProperty(
      choice,
      fc.nat({ max: 6 }),
      fc.nat({ max: 40 }),
      fc.integer({ min: 1, max: 3 }),
      async (value, one, two, times) => {
        const { question, actions } = await asked();
        const token = word(actions, value);
        const other = value === 'deny' ? 'allow-once' : 'deny';
        const taps = Array.from({ length: times }, () => late(one, () => act(token)));
        const page = late(two, () => executeAction(house.app, zoe.principal, { ...question, value: other })).then(
          () => 'decided',
          (error: unknown) => toFault(error).code,
        );
        const answers = await Promise.all(taps);
        const happened = answers.filter(({ status }) => status === 200).map(({ body }) => body.happened as string);
        expect(happened).toHaveLength(1);
        expect(answers.filter(({ status }) => status === 409)).toHaveLength(times - 1);
        const decision = must(await decisionOf(question), 'a decision');
        const byWord = happened[0] === 'decided';
        expect([byWord, await page]).toEqual(byWord ? [true, 'approval_decided'] : [false, 'decided']);
        expect(decision).toEqual(
          byWord ? { value, by: maya.principal.userId } : { value: other, by: zoe.principal.userId },
        );
        counted.races += 1;
        counted[byWord ? 'byWord' : 'byPage'] += 1;
      },
    ),
    { numRuns: 100, seed: 22_006 },
  );
  expect(counted.races).toBe(100);
  process.stdout.write(`notifications: ${JSON.stringify(counted)}\n`);
}, 60_000);

async function late<T>(turns: number, work: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  return work();
}
