import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { createConversation } from '../conversations/create.ts';
import { search } from './search.ts';

const messages = 100_000;

let house: TestApp;
let maya: Omit<Person, 'password'>;
let zoe: Omit<Person, 'password'>;
let quiet: string;

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
  quiet = await writeQuiet();
  zoe = await guest(house.app, 'Zoe');
  await writeOfManyAgents();
  await house.app.sql`vacuum analyze message_search`;
  await house.app.sql`vacuum analyze messages`;
}, 120_000);
afterAll(() => house.close());

/** A conversation in which nobody has said anything since the others began: five thousand messages. */
async function writeQuiet(): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  await house.app.sql`
    insert into messages (conversation_id, id, sender_id, content, seq)
    select ${conversationId}, '01K0' || lpad(n::text, 22, '0'), 'somebody',
      '[{"type": "text", "text": "common and bygone"}]', n
    from generate_series(1, 5000) n`;
  await house.app.sql`
    insert into message_search (conversation_id, message_id, sandbox_id, words)
    select ${conversationId}, '01K0' || lpad(n::text, 22, '0'), ${maya.sandboxId},
      format('%L %L common:1 and:2 bygone:3', '@in ' || ${maya.sandboxId}, '@at ' || ${conversationId})::tsvector
    from generate_series(1, 5000) n`;
  return conversationId;
}

/** Twenty thousand messages of Zoe's forty agents, who take turns: the half and the quarter of all are marked. */
async function writeOfManyAgents(): Promise<void> {
  const { userId } = zoe.principal;
  await house.app.sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status)
    select 'agent_' || n, ${userId}, 'Agent', 'A', 'external', 'running' from generate_series(0, 39) n`;
  await house.app.sql`
    insert into conversations (id, sandbox_id, created_by)
    select 'place_' || n, 'agent_' || n, ${userId} from generate_series(0, 39) n`;
  await house.app.sql`
    insert into conversation_members (conversation_id, member_id, kind)
    select 'place_' || n, ${userId}, 'user' from generate_series(0, 39) n`;
  await house.app.sql`
    insert into messages (conversation_id, id, sender_id, content, seq)
    select 'place_' || n % 40, '01M0' || lpad(n::text, 22, '0'), 'somebody',
      '[{"type": "text", "text": "half quarter"}]', n
    from generate_series(1, 20000) n`;
  await house.app.sql`
    insert into message_search (conversation_id, message_id, sandbox_id, words)
    select 'place_' || n % 40, '01M0' || lpad(n::text, 22, '0'), 'agent_' || n % 40,
      (format('%L %L', '@in agent_' || n % 40, '@at place_' || n % 40)
        || case when n / 40 % 2 = 0 then ' half:1' else '' end
        || case when n / 40 % 4 = 0 then ' quarter:2' else '' end)::tsvector
    from generate_series(1, 20000) n`;
}

interface Looked {
  found: number;
  tuples: number;
  statements: number;
}

/** Entries and rows that were looked at, in words and in messages, by what the search runs on a connection of its own. */
async function looked(
  query: string,
  { reader = maya, ...where }: { reader?: typeof maya; conversationId?: string } = {},
): Promise<Looked> {
  const { sql } = house.app;
  return (await sql.begin(async (tx) => {
    const count = async () => {
      const [row] = await tx<{ tuples: number }[]>`
        select sum(pg_stat_get_xact_tuples_fetched(c.oid) + pg_stat_get_xact_tuples_returned(c.oid))::int as tuples
        from pg_class c where c.relname in ('message_search', 'messages')`;
      return row?.tuples ?? 0;
    };
    const before = await count();
    const counting = countStatements({ ...house.app, sql: tx as never });
    const { messages: hits } = await search(counting.app, reader.principal, {
      query,
      limit: 20,
      ...where,
    });
    return { found: hits.length, tuples: (await count()) - before, statements: counting.take() };
  })) as Looked;
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

test('words of many in all of forty agents cost no more than in those of one', async () => {
  const { found, tuples } = await looked('half "quarter"', { reader: zoe });
  expect(found).toBe(20);
  expect(tuples).toBeLessThan(6_000);
});

test('a word of thousands is found though none of the newest messages has it', async () => {
  const { found, statements } = await looked('bygone');
  expect(found).toBe(20);
  expect(statements).toBeLessThanOrEqual(7);
});

test('a word of all is found in a conversation that has long been quiet, at the cost of a walk through that one', async () => {
  const { found, tuples } = await looked('common', { conversationId: quiet });
  expect(found).toBe(20);
  expect(tuples).toBeLessThan(6_000);
});
