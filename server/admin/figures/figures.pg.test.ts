import { afterAll, beforeAll, expect, test } from 'vitest';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { send } from '#server/chat/messages/send.ts';
import { createLog } from '#server/log.ts';
import { consume, startConsumer } from '#server/realtime/consumer.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { askPeople } from '#server/testing/question.ts';
import { until } from '#server/testing/until.ts';
import { readDays } from '../overview/days.ts';
import { dayOf, lastDays } from '../days.ts';
import { figures } from './consume.ts';
import { countPushes } from './pushes.ts';

let database: TestDatabase;
let one: TestApp;
let other: TestApp;
let maya: Omit<Person, 'password'>;

beforeAll(async () => {
  database = await createTestDatabase();
  one = await startTestApp({ database, limits: 'generous' });
  other = await startTestApp({ database, limits: 'generous' });
  maya = await guest(one.app, 'Maya');
});
afterAll(async () => {
  await other.close();
  await one.close();
  await database[Symbol.asyncDispose]();
});

const hello = [{ type: 'text' as const, text: 'hello' }];

async function counted(): Promise<Record<string, number>> {
  const rows = await one.app.sql<{ name: string; count: number }[]>`
    select name, sum(count)::int as count from daily_figures group by name`;
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

async function inLog(type: string): Promise<number> {
  const [row] = await one.app.sql<{ count: number }[]>`select count(*) from events where type = ${type}`;
  return row?.count ?? 0;
}

test('with two nodes at work each message counts once', async () => {
  const log = createLog({ level: 'silent', format: 'json' });
  // Woken by every send, as the others are, so that the two nodes get into each other's way as often as they can.
  const eager = { name: figures.name, handle: figures.handle };
  const nodes = await Promise.all(
    [one, other].map(({ app }) => startConsumer({ sql: app.sql, log, onWake: app.realtime.onWake }, eager)),
  );
  const { principal, conversationId } = maya;
  await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      send((at % 2 === 0 ? one : other).app, principal, { conversationId, content: hello }),
    ),
  );
  const sent = await inLog('message.created');
  await until(async () => (await counted())['messages'] === sent);
  // What both have read again since has counted nothing twice.
  await consume(one.app.sql, figures);
  await consume(other.app.sql, figures);
  expect((await counted())['messages']).toBe(sent);
  for (const node of nodes) await node[Symbol.asyncDispose]();
});

test('a pass that fails counts nothing, and the next one all of it', async () => {
  const before = (await counted())['messages'] ?? 0;
  const { principal, conversationId } = maya;
  const dying = {
    name: figures.name,
    handle: async (...args: Parameters<typeof figures.handle>) => {
      await figures.handle(...args);
      throw new Error('the node dies');
    },
  };
  let sent = 0;
  // A node's own timer may be first: then there is one more to die over.
  await until(async () => {
    await send(one.app, principal, { conversationId, content: hello });
    sent += 1;
    return consume(one.app.sql, dying).then(
      () => false,
      (error: unknown) => error instanceof Error && error.message === 'the node dies',
    );
  });
  const after = await until(async () => {
    await consume(one.app.sql, figures);
    const now = (await counted())['messages'] ?? 0;
    return now >= before + sent ? now : null;
  });
  expect(after).toBe(before + sent);
});

test('decisions count by what was decided, and on the day they were made', async () => {
  const { principal, sandboxId, conversationId } = maya;
  const place = { sandboxId, conversationId };
  await executeAction(one.app, principal, { ...(await askPeople(one.app, place)), value: 'deny' });
  await executeAction(one.app, principal, { ...(await askPeople(one.app, place)), value: 'allow-once' });
  await until(async () => {
    await consume(one.app.sql, figures);
    const now = await counted();
    return now['approvals.denied'] === 1 && now['approvals.allowed'] === 1;
  });
  const days = await readDays(one.app, lastDays(new Date()));
  expect(days.approvals.days.at(-1)).toEqual({ day: dayOf(new Date()), count: 2 });
  expect(days.approvals).toMatchObject({ deniedToday: 1, expiredToday: 0 });
  expect(days.messages).toHaveLength(30);
  expect(days.messages.at(-1)?.count).toBe((await counted())['messages']);
});

test('pushes are counted before they are swept, as often as somebody counts', async () => {
  const { userId } = maya.principal;
  await one.app.sql`
    insert into dispatches (id, kind, subject, user_id, state, due_at, ended_at) values
      ('a', 'test', 'a', ${userId}, 'delivered', now(), now()), ('b', 'test', 'b', ${userId}, 'failed', now(), now()),
      ('c', 'test', 'c', ${userId}, 'suppressed', now(), now())`;
  const count = () => countPushes(one.app).run();
  await count();
  await count();
  expect(await counted()).toMatchObject({ 'pushes.sent': 1, 'pushes.failed': 1 });
  await one.app.sql`delete from dispatches`;
  await count();
  const { pushes } = await readDays(one.app, lastDays(new Date()));
  expect(pushes.days.at(-1)?.count).toBe(1);
  expect(pushes.failed).toBe(1);
});

test('a day is one of UTC, wherever the server stands', () => {
  expect(lastDays(new Date('2026-03-01T00:30:00Z'), 3)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
});
