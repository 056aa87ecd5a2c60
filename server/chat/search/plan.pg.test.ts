import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { search } from './search.ts';

const messages = 100_000;

let house: TestApp;
let maya: Omit<Person, 'password'>;

/** A hundred thousand messages of two agents: the word of all, one of a hundred of them, and one of each. */
beforeAll(async () => {
  house = await startTestApp();
  maya = await guest(house.app, 'Maya');
  const jonas = await guest(house.app, 'Jonas');
  for (const { conversationId, sandboxId } of [maya, jonas]) {
    const half = messages / 2;
    await house.app.sql`
      insert into messages (conversation_id, id, sender_id, content, seq)
      select ${conversationId}, '01M0' || lpad(n::text, 22, '0'), 'somebody',
        jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'common number' || n)), n
      from generate_series(1, ${half}) n`;
    await house.app.sql`
      insert into message_search (conversation_id, message_id, sandbox_id, words)
      select ${conversationId}, '01M0' || lpad(n::text, 22, '0'), ${sandboxId},
        (format('%L %L %L common:1 number%s:2', '@in ' || ${sandboxId}, '@at ' || ${conversationId}, '@by somebody', n)
          || case when n % 100 = 0 then ' seldom:3' else '' end)::tsvector
      from generate_series(1, ${half}) n`;
  }
  await house.app.sql`vacuum analyze message_search`;
  await house.app.sql`vacuum analyze messages`;
}, 120_000);
afterAll(() => house.close());

/** Entries and rows that were looked at, in words and in messages, by what the search runs on a connection of its own. */
async function looked(query: string): Promise<{ found: number; tuples: number }> {
  const { sql } = house.app;
  return (await sql.begin(async (tx) => {
    const count = async () => {
      const [row] = await tx<{ tuples: number }[]>`
        select sum(pg_stat_get_xact_tuples_fetched(c.oid) + pg_stat_get_xact_tuples_returned(c.oid))::int as tuples
        from pg_class c where c.relname in ('message_search', 'messages')`;
      return row?.tuples ?? 0;
    };
    const before = await count();
    const { messages: hits } = await search({ ...house.app, sql: tx as never }, maya.principal, { query, limit: 20 });
    return { found: hits.length, tuples: (await count()) - before };
  })) as { found: number; tuples: number };
}

test('a word that one message has costs that one, among a hundred thousand', async () => {
  const { found, tuples } = await looked('number4711');
  expect(found).toBeGreaterThan(0);
  expect(tuples).toBeLessThan(100);
});

test('a word of some costs those, and none of another agent’s', async () => {
  const { found, tuples } = await looked('seldom');
  expect(found).toBe(20);
  expect(tuples).toBeLessThan(messages / 100);
});

test('a word of all is capped: it costs a walk through the newest, and not all there are', async () => {
  const { found, tuples } = await looked('common');
  expect(found).toBe(20);
  expect(tuples).toBeLessThan(6_000);
});

test('two words of all, and a beginning of very many, cost no more', async () => {
  expect((await looked('"common" number')).tuples).toBeLessThan(6_000);
  expect((await looked('numb')).tuples).toBeLessThan(6_000);
});

test('a word of all and one of one cost the one', async () => {
  const { found, tuples } = await looked('common "number4711"');
  expect(found).toBe(1);
  expect(tuples).toBeLessThan(100);
});
