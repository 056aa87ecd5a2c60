import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Overview } from '#lib/contract/admin/overview.ts';
import { send } from '#server/chat/messages/send.ts';
import { consume } from '#server/realtime/consumer.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { person, type Person } from '#server/testing/personas.ts';
import { figures } from '../figures/consume.ts';
import { countGaps } from './gaps.ts';
import { needsOf } from './needs.ts';

let house: TestApp;
let maya: Person;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  maya = await person(house.app, 'Maya');
});
afterAll(() => house.close());

async function overview(): Promise<Overview> {
  const { body } = await ask('GET', `${house.url}/api/trpc/admin.overview`, { headers: maya.headers });
  return body.result.data;
}

type Known = Parameters<typeof needsOf>[0];
const fine: Known = { redis: 'unused', lags: [], gaps: 0, disk: null, endpoints: [], dead: 0, jobs: [] };

test('a house in which all is well needs nobody', async () => {
  const { needs, people, events, redis, database, queues } = await overview();
  expect(needs).toEqual([]);
  expect(people).toEqual({ total: 1, hereNow: 1 });
  expect(events).toMatchObject({ gaps: 0, resyncs: 0 });
  expect(redis).toBe('unused');
  expect(database.bytes).toBeGreaterThan(1_000_000);
  expect(queues.pushes).toEqual({ waiting: 0, oldestAt: null, failed: 0 });
});

test('a message that was just sent is in today’s figure as soon as it is counted', async () => {
  const { principal, conversationId } = maya;
  const before = (await overview()).messages.at(-1)?.count ?? 0;
  await send(house.app, principal, { conversationId, content: [{ type: 'text', text: 'hello' }] });
  await consume(house.app.sql, figures);
  const { messages } = await overview();
  expect(messages).toHaveLength(30);
  expect(messages.at(-1)?.count).toBeGreaterThan(before);
});

test('an endpoint that takes nothing, and what was given up, need somebody', async () => {
  const { sql } = house.app;
  const { sandboxId, conversationId } = maya;
  await sql`update sandboxes set status = 'running' where id = ${sandboxId}`;
  await sql`insert into bot_endpoints (sandbox_id, url, secret) values (${sandboxId}, 'https://bots.test/', '')`;
  const [late, dead] = [ulid(), ulid()];
  await sql`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, state, failures, died_at) values
      (${late}, ${sandboxId}, ${conversationId}, 'x', 1, 'message.created', 'pending', 3, null),
      (${dead}, ${sandboxId}, ${conversationId}, 'x', 2, 'message.created', 'dead', 9, now())`;
  await sql`
    insert into delivery_attempts (delivery_id, n, at, status, failure, duration_ms)
    values (${late}, 1, now(), 502, 'http_502', 10)`;
  const { needs, queues, endpointsFailing } = await overview();
  expect(needs).toMatchObject([
    { kind: 'endpoint', sandboxId, failure: 'http_502', disabledWhy: null, nextTryAt: expect.any(Number) },
    { kind: 'dead', count: 1 },
  ]);
  expect(queues.deliveries).toMatchObject({ failed: 1, oldestAt: expect.any(Number) });
  expect(endpointsFailing).toBe(1);
  await sql`update bot_endpoints set disabled_at = now(), disabled_why = 'operator'`;
  expect((await overview()).needs[0]).toMatchObject({ disabledWhy: 'operator', nextTryAt: null });
});

test('a position that is missing in the log is counted', async () => {
  const { sql } = house.app;
  const { principal, conversationId } = maya;
  for (const text of ['one', 'two', 'three']) {
    await send(house.app, principal, { conversationId, content: [{ type: 'text', text }] });
  }
  expect(await countGaps(sql)).toBe(0);
  await sql`
    delete from events where context like ${`%${conversationId}`} and seq = (
      select max(seq) - 1 from events where context like ${`%${conversationId}`})`;
  expect(await countGaps(sql)).toBe(1);
});

test('what concerns everybody comes first', () => {
  const disk = { totalBytes: 100, freeBytes: 10 };
  const lags = [{ name: 'search-index', seconds: 61 }];
  const jobs = [{ name: 'sweep', attempts: 2 }];
  const needs = needsOf({ ...fine, redis: 'unreachable', gaps: 1, lags, disk, dead: 2, jobs });
  expect(needs.map(({ kind }) => kind)).toEqual(['redis', 'gaps', 'behind', 'disk', 'dead', 'job']);
});

test.each<Partial<Known>>([
  { disk: { totalBytes: 100, freeBytes: 15 } },
  { disk: { totalBytes: 0, freeBytes: 0 } },
  { redis: 'reachable' },
  { lags: [{ name: 'figures', seconds: 60 }] },
])('%o needs nobody', (known) => {
  expect(needsOf({ ...fine, ...known })).toEqual([]);
});
