import { request } from '@playwright/test';
import { must } from '#lib/std/must.ts';
import type { TestServer } from '../e2e/server.ts';
import { inDatabase } from '../e2e/in-database.ts';
import { enter } from './page-reader.ts';

const size = { agents: 5, conversations: 100, messages: 200 };
/** As many as the list shows before somebody scrolls, and more. */
const listed = 20;

/** Somebody with a hundred conversations, half of them with something unread. */
export interface Office {
  /** The address of the newest of them. */
  page: string;
  cookie: string;
  /** What has to stand in the page. */
  titles: string[];
}

export async function foundOffice(server: TestServer): Promise<Office> {
  const visitor = await request.newContext({ baseURL: server.url });
  await enter(visitor, server.url, 'Maya');
  await visitor.get('/claw/chat');
  const { cookies } = await visitor.storageState();
  await visitor.dispose();
  const newest = await fill(server);
  return {
    page: `${server.url}/claw/chat/${newest}`,
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    titles: Array.from({ length: listed }, (_, n) => titleOf(n + 1)),
  };
}

const titleOf = (n: number) => `Rollout of service ${String(n).padStart(3, '0')}`;

/** Her own agent and four more, twenty conversations with each, of which the first in the list is the newest. */
async function fill(server: TestServer): Promise<string> {
  return inDatabase(server, async (sql) => {
    const [maya] = await sql<{ id: string }[]>`select id from users where name = 'Maya'`;
    const { id: userId } = must(maya, 'Maya');
    await sql`
      insert into sandboxes (id, owner_id, label, flag, runtime, status)
      select 'agent' || n, ${userId}, 'Agent ' || n, 'B', 'external', 'running' from generate_series(1, ${size.agents}) n`;
    const rows = Array.from({ length: size.conversations }, (_, n) => ({
      id: `01BENCH${String(n + 1).padStart(19, '0')}`,
      sandboxId: `agent${1 + (n % size.agents)}`,
      title: titleOf(n + 1),
      n: n + 1,
    }));
    const conversations = sql`jsonb_to_recordset(${sql.json(rows)}) as (id text, "sandboxId" text, title text, n int)`;
    await sql`
      insert into conversations (id, sandbox_id, created_by, title, seq, last_activity_at, last_message_id)
      select id, "sandboxId", ${userId}, title, ${size.messages}, now() - n * interval '1 minute', lpad(${String(size.messages)}, 26, '0')
      from ${conversations}`;
    await sql`
      insert into conversation_members (conversation_id, member_id, kind, last_read_seq)
      select id, ${userId}, 'user', ${size.messages} - case when n % 2 = 0 then 7 else 0 end from ${conversations}
      union all select id, 'bot:kiloclaw:' || "sandboxId", 'bot', 0 from ${conversations}`;
    await sql`
      insert into messages (conversation_id, id, sender_id, content, seq, created_at)
      select id, lpad(seq::text, 26, '0'), case when seq % 3 = 0 then ${userId} else 'bot:kiloclaw:' || "sandboxId" end,
        jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'Step ' || seq || repeat(' of what was done', seq % 13))),
        seq, now() - interval '1 hour' - n * interval '1 minute' + seq * interval '1 second'
      from ${conversations}, generate_series(1, ${size.messages}) seq`;
    for (const table of ['conversations', 'conversation_members', 'messages'])
      await sql.unsafe(`vacuum (analyze) ${table}`);
    return must(rows[0], 'a conversation').id;
  });
}
