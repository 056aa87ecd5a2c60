import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { ulid } from 'ulid';

/** What a node of the previous version goes on to ask while a newer one migrates: its hot statements, as it writes them. */
export interface Statement {
  name: string;
  run(sql: postgres.Sql): Promise<unknown>;
}

/** Of one person with one agent. */
export interface Inhabited {
  userId: string;
  sandboxId: string;
  conversationIds: string[];
}

/** As that version made them. */
export async function inhabit(
  sql: postgres.Sql,
  size: { conversations: number; messages: number },
): Promise<Inhabited> {
  const [userId, sandboxId] = [ulid(), ulid()];
  const conversationIds = Array.from({ length: size.conversations }, () => ulid());
  await sql`insert into users (id, email, name, pepper) values (${userId}, 'maya@home.test', 'Maya', 'pepper')`;
  await sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status)
    values (${sandboxId}, ${userId}, 'Agent', 'A', 'external', 'running')`;
  await sql`
    insert into conversations (id, sandbox_id, created_by)
    select id, ${sandboxId}, ${userId} from unnest(${conversationIds}::text[]) id`;
  await sql`
    insert into conversation_members (conversation_id, member_id, kind)
    select id, member, case when member like 'bot:%' then 'bot' else 'user' end
    from unnest(${conversationIds}::text[]) id, unnest(${[userId, `bot:kiloclaw:${sandboxId}`]}::text[]) member`;
  await sql`
    select sent.outcome from generate_series(1, ${size.messages}::int) n,
      lateral (select (${conversationIds}::text[])[1 + n % ${size.conversations}::int] as id) at,
      lateral send_message(at.id, ${userId}, 'old' || lpad(n::text, 23, '0'), 'client-' || n, sha256(n::text::bytea),
        jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'message ' || n)), null) sent`;
  await sql`
    insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, message_id)
    select m.id, ${sandboxId}, m.conversation_id, '/kiloclaw/' || m.conversation_id, m.seq, 'message.created', m.id
    from messages m`;
  return { userId, sandboxId, conversationIds };
}

/** Those that write say in `acknowledged` what was confirmed to them. */
export function statementsOf({ userId, conversationIds }: Inhabited, acknowledged: string[]): Statement[] {
  const any = () => conversationIds[Math.floor(Math.random() * conversationIds.length)] ?? '';
  return [
    {
      name: 'send',
      async run(sql) {
        const [clientId, at] = [ulid(), any()];
        const hash = createHash('sha256').update(clientId).digest();
        const content = sql.json([{ type: 'text', text: clientId }]);
        const [row] = await sql<{ outcome: string }[]>`
          select outcome from send_message(${at}, ${userId}, ${ulid()}, ${clientId}, ${hash}, ${content}, null)`;
        if (row?.outcome !== 'sent') throw new Error(`a send was answered with ${row?.outcome}`);
        acknowledged.push(clientId);
      },
    },
    {
      name: 'read',
      run: (sql) => sql`
        select id, seq, content, version, deleted_at from messages
        where conversation_id = ${any()} order by seq desc limit 50`,
    },
    {
      name: 'list',
      run: (sql) => sql`
        select c.id, c.title, c.seq, m.last_read_seq from conversation_members m
        join conversations c on c.id = m.conversation_id
        where m.member_id = ${userId} and m.left_at is null order by c.last_activity_at desc limit 50`,
    },
    {
      name: 'mark as read',
      run: (sql) => sql`
        update conversation_members set last_read_seq = last_read_seq + 1
        where conversation_id = ${any()} and member_id = ${userId}`,
    },
    {
      name: 'take a delivery',
      run: (sql) => sql`
        update deliveries set state = 'acknowledged', acknowledged_at = now() where id = (
          select id from deliveries where state in ('pending', 'sent') and lane = 'log'
          order by id limit 1 for update skip locked)`,
    },
    {
      name: 'sign in',
      run: (sql) => sql`
        insert into sessions (id, user_id, expires_at) values (${ulid()}, ${userId}, now() + interval '1 day')`,
    },
    {
      name: 'look at the log',
      run: (sql) => sql`select context, seq, type, payload from events order by tx desc limit 20`,
    },
  ];
}
