import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import type { Decision } from '#lib/contract/blocks.ts';
import { must } from '#lib/std/must.ts';
import { toFault } from '#server/errors.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { askPeople, type Question } from '#server/testing/question.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { until } from '#server/testing/until.ts';
import { deleteMessage } from '../messages/delete.ts';
import { executeAction } from './decide.ts';
import { expireDue } from './expire.ts';
import { reportDeliveryFailed } from './revert.ts';

// Two nodes on one database, each with a clock of its own, and Maya with a device on either.
const [here, there] = [stoppedClock(), stoppedClock()];
let database: TestDatabase;
let nodes: [TestApp, TestApp];
let maya: Omit<Person, 'password'>;
const told = { races: 0, decisions: 0, repeats: 0, refused: 0, expired: 0, undone: 0, withdrawn: 0 };

beforeAll(async () => {
  database = await createTestDatabase();
  nodes = [await startTestApp({ database, clock: here }), await startTestApp({ database, clock: there })];
  maya = await guest(nodes[0].app, 'Maya');
});
afterAll(async () => {
  process.stdout.write(`approvals: ${JSON.stringify(told)}\n`);
  await Promise.all(nodes.map((node) => node.close()));
  await database[Symbol.asyncDispose]();
});

const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;
const value = fc.constantFrom<Decision>('allow-once', 'allow-always', 'deny');
/** How many turns of the event loop a device is behind: enough to shuffle who is first. */
const delay = fc.nat({ max: 3 });

function set(clock: typeof here, at: number): void {
  clock.pass(at - clock.now().getTime());
}

function ask(expiresAt?: number): Promise<Question> {
  return askPeople(nodes[0].app, maya, expiresAt === undefined ? {} : { expiresAt });
}

async function late<T>(turns: number, act: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  return act();
}

async function decide(node: TestApp, question: Question, answer: Decision, operationId?: string): Promise<string> {
  try {
    const { resolved } = await executeAction(node.app, maya.principal, { ...question, value: answer, operationId });
    return resolved.resolutionId;
  } catch (error) {
    return toFault(error).code;
  }
}

const isRefusal = (outcome: string) => outcome.includes('_') || outcome === 'conflict';

const once = { undone: 0, opened: 1, closed: 1 };
const decidedOnce = { ...once, state: 'decided', live: 1, executed: 1, expired: 0 };
const expiredOnce = { ...once, state: 'expired', live: 0, executed: 0, expired: 1 };

/** All that is left of a question, in rows and in both logs. */
async function left({ conversationId, messageId }: Question) {
  const [row] = await nodes[0].app.sql<
    { state: string; live: number; undone: number; executed: number; expired: number; opened: number; closed: number }[]
  >`
    with told as (
      select type from events where payload ->> 'messageId' = ${messageId}
        and (context like ${`%/${conversationId}`} or about = ${conversationId})
    )
    select a.state,
      (select count(*) from action_resolutions where message_id = ${messageId} and reverted_at is null) as live,
      (select count(*) from action_resolutions where message_id = ${messageId} and reverted_at is not null) as undone,
      (select count(*) from told where type = 'action.executed') as executed,
      (select count(*) from told where type = 'action.expired') as expired,
      (select count(*) from told where type = 'approval.opened') as opened,
      (select count(*) from told where type = 'approval.closed') as closed
    from approvals a where a.message_id = ${messageId}`;
  return must(row, 'the approval');
}

test('of two devices that decide in the same moment exactly one does, 100 times', async () => {
  await fc.assert(
    fc.asyncProperty(value, value, delay, delay, async (first, second, one, two) => {
      const question = await ask();
      const outcomes = await Promise.all([
        late(one, () => decide(nodes[0], question, first)),
        late(two, () => decide(nodes[1], question, second)),
      ]);
      const decisions = new Set(outcomes.filter((outcome) => !isRefusal(outcome)));
      expect(decisions.size).toBe(1);
      expect(outcomes.filter(isRefusal)).toEqual(first === second ? [] : ['approval_decided']);
      expect(await left(question)).toEqual(decidedOnce);
      told.races += 1;
      told.decisions += decisions.size;
      told.refused += outcomes.filter(isRefusal).length;
    }),
    { numRuns: 100, seed: 15_019 },
  );
});

test('a decision whose acknowledgement was lost is made once, however often it is sent again', async () => {
  await fc.assert(
    fc.asyncProperty(
      value,
      fc.array(delay, { minLength: 2, maxLength: 5 }),
      fc.boolean(),
      async (answer, tries, named) => {
        const question = await ask();
        const operationId = named ? ulid() : undefined;
        const outcomes = await Promise.all(
          tries.map((turns, at) => late(turns, () => decide(nodes[at % 2] ?? nodes[0], question, answer, operationId))),
        );
        expect(new Set(outcomes).size).toBe(1);
        expect(await left(question)).toMatchObject({ state: 'decided', live: 1, executed: 1, closed: 1 });
        told.decisions += 1;
        told.repeats += outcomes.length - 1;
      },
    ),
    { numRuns: 40, seed: 15_020 },
  );
});

test('of a decision and the end of its time one happens, also when two nodes do not agree on the time', async () => {
  await fc.assert(
    fc.asyncProperty(value, delay, delay, async (answer, one, two) => {
      const expiresAt = Date.now() + 60_000;
      const question = await ask(expiresAt);
      set(here, expiresAt - 1);
      set(there, expiresAt);
      const [outcome] = await Promise.all([
        late(one, () => decide(nodes[0], question, answer)),
        late(two, () => Promise.all([expireDue(nodes[1].app), expireDue(nodes[1].app)])),
      ]);
      for (const clock of [here, there]) set(clock, Date.now());
      const isDecided = !isRefusal(outcome);
      expect(isDecided ? 'decided' : outcome).toBe(isDecided ? 'decided' : 'approval_expired');
      expect(await left(question)).toEqual(isDecided ? decidedOnce : expiredOnce);
      told.decisions += isDecided ? 1 : 0;
      told.expired += isDecided ? 0 : 1;
    }),
    { numRuns: 40, seed: 15_021 },
  );
});

test('a decision, its undoing and a withdrawal in any order leave one state, told as it came about', async () => {
  await fc.assert(
    fc.asyncProperty(value, fc.tuple(delay, delay, delay, delay), async (answer, [one, two, three, four]) => {
      const question = await ask();
      const { conversationId, messageId } = question;
      await Promise.all([
        late(one, () => decide(nodes[0], question, answer)),
        late(two, () => reportDeliveryFailed(nodes[1].app, agent(), question)),
        late(three, () => decide(nodes[1], question, answer)),
        late(four, () => deleteMessage(nodes[0].app, agent(), { conversationId, messageId })),
      ]);
      const row = await left(question);
      expect(row.live).toBe(row.state === 'decided' ? 1 : 0);
      expect(row.executed).toBe(row.live + row.undone);
      expect(row.opened).toBe(1 + row.undone);
      // It waits for nobody any more, so each opening has its end.
      expect([row.state, row.closed]).toEqual([row.state === 'decided' ? 'decided' : 'withdrawn', row.opened]);
      told.decisions += row.executed;
      told.undone += row.undone;
      told.withdrawn += row.state === 'withdrawn' ? 1 : 0;
    }),
    { numRuns: 40, seed: 15_022 },
  );
});

test('what became due while no node ran is ended by the one that starts, once, and what was decided stays', async () => {
  const due = await Promise.all(Array.from({ length: 5 }, () => ask(Date.now() + 40_000)));
  const decided = await ask();
  expect(isRefusal(await decide(nodes[0], decided, 'deny'))).toBe(false);
  await Promise.all(nodes.map((node) => node.close()));
  for (const clock of [here, there]) set(clock, Date.now() + 60_000);
  nodes = [await startTestApp({ database, clock: here }), await startTestApp({ database, clock: there })];
  await until(async () => (await Promise.all(due.map(left))).every(({ state }) => state === 'expired'));
  for (const question of due) expect(await left(question)).toMatchObject({ live: 0, expired: 1, opened: 1, closed: 1 });
  expect(await decide(nodes[1], decided, 'allow-once')).toBe('approval_decided');
  expect(await left(decided)).toMatchObject({ state: 'decided', live: 1, executed: 1 });
  told.expired += due.length;
});
