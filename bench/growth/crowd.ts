import { conversationContext } from '#lib/contexts.ts';
import { botIdOf } from '#lib/contract/ids.ts';
import type { BotPrincipal, SessionPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import type { Sql } from '#server/db/client.ts';
import { guest } from '#server/testing/personas.ts';

/** Beside it, as everywhere: other people's conversations, so many that no table is mostly this one's, and none is read from end to end. */
const others = { conversations: 100_000, members: 2, messages: 2 };

/** One conversation that more and more people are in. Maya is one of them; the others are away. */
export interface Crowd {
  maya: SessionPrincipal;
  agent: BotPrincipal;
  sandboxId: string;
  conversationId: string;
  /** Its log. */
  context: string;
}

export async function foundCrowd(app: AppContext): Promise<Crowd> {
  const { principal, sandboxId } = await guest(app, 'Maya');
  const { conversationId } = await createConversation(app, principal, { sandboxId });
  const agent = { kind: 'bot', sandboxId, keyId: 'bench' } as const;
  await writeOthers(app.sql, sandboxId);
  await saySome(app.sql, { conversationId, senderId: botIdOf(sandboxId) });
  return {
    maya: principal,
    agent,
    sandboxId,
    conversationId,
    context: conversationContext(sandboxId, conversationId),
  };
}

async function writeOthers(sql: Sql, sandboxId: string): Promise<void> {
  await sql`
    insert into conversations (id, sandbox_id, created_by, seq)
    select 'other_' || n, ${sandboxId}, 'other_' || n, ${others.messages} from generate_series(1, ${others.conversations}) n`;
  await sql`
    insert into conversation_members (conversation_id, member_id, kind)
    select 'other_' || n, 'other_' || (n + m), 'user'
    from generate_series(1, ${others.conversations}) n, generate_series(1, ${others.members}) m`;
  await sql`
    insert into messages (conversation_id, id, sender_id, content, seq)
    select 'other_' || n, lpad(seq::text, 26, '0'), 'other_' || n,
      jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'said elsewhere')), seq
    from generate_series(1, ${others.conversations}) n, generate_series(1, ${others.messages}) seq`;
}

/** As much as is read at once, and more. */
function saySome(sql: Sql, { conversationId, senderId }: { conversationId: string; senderId: string }) {
  return sql`
    select count(*) from generate_series(1, 200) n cross join lateral send_message(
      ${conversationId}, ${senderId}, '00' || lpad(n::text, 24, '0'), null, null,
      jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'said before')), null)`;
}

/** So many members in all, Maya and the agent among them, who have read what was said before they came. */
export async function growTo(sql: Sql, { conversationId, sandboxId, maya }: Crowd, size: number): Promise<void> {
  await sql`
    insert into users (id, email, name, pepper)
    select 'member_' || n, n || '@members.test', 'Member ' || n, 'p' from generate_series(3, ${size}::int) n
    on conflict do nothing`;
  await sql`
    insert into conversation_members (conversation_id, member_id, kind, last_read_seq)
    select c.id, 'member_' || n, 'user', c.seq from conversations c, generate_series(3, ${size}::int) n
    where c.id = ${conversationId} on conflict do nothing`;
  const [row] = await sql<{ count: number }[]>`
    select count(*) from conversation_members
    where conversation_id = ${conversationId} and left_at is null
      and (member_id like 'member\_%' or member_id = any(${[maya.userId, botIdOf(sandboxId)]}))`;
  // What was asked before is over: how much waits is not what grows here.
  await sql`update approvals set state = 'withdrawn' where state = 'pending'`;
  if (row?.count !== size) throw new Error(`${row?.count} members where there should be ${size}`);
  await settle(sql);
}

/** Each of them has a telephone that can be told. */
export async function giveDevices(sql: Sql): Promise<void> {
  await sql`
    insert into push_targets (id, user_id, kind, address, name)
    select 'phone_' || id, id, 'expo', 'ExponentPushToken[' || id || ']', 'Phone' from users where id like 'member\_%'`;
  await settle(sql);
}

export async function takeDevices(sql: Sql): Promise<void> {
  await sql`delete from push_targets`;
  await settle(sql);
}

const filled = [
  'conversations',
  'sandboxes',
  'conversation_members',
  'users',
  'push_targets',
  'dispatches',
  'deliveries',
  'messages',
  'approvals',
  'message_search',
  'events',
];

async function settle(sql: Sql): Promise<void> {
  for (const table of filled) await sql.unsafe(`vacuum (analyze) ${table}`);
}
