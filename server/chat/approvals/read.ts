import type { EventPayload } from '#lib/contract/events.ts';
import type { Sql } from '#server/db/client.ts';
import type { StoredEvent } from '#server/realtime/event-log.ts';

type Opened = EventPayload<'approval.opened'>;

/** The questions that these events opened, as the list tells of them; those of deleted conversations are missing. */
export async function readOpened(sql: Sql, events: StoredEvent[]): Promise<Map<number, Opened>> {
  if (events.length === 0) return new Map();
  const ids = events.map(({ seq, payload }) => ({ ...payload, seq }));
  const rows = await sql<(Opened & { seq: number })[]>`
    select o.seq, a.conversation_id as "conversationId", a.message_id as "messageId", a.group_id as "groupId",
      (extract(epoch from a.expires_at) * 1000)::bigint as "expiresAt", ${isCommand(sql)} as "isCommand"
    from jsonb_to_recordset(${sql.json(ids as never)})
      as o (seq bigint, "conversationId" text, "messageId" text, "groupId" text)
    join approvals a on a.conversation_id = o."conversationId" and a.message_id = o."messageId"
      and a.group_id = o."groupId"`;
  return new Map(rows.map(({ seq, ...opened }) => [seq, opened]));
}

/** Whether approval `a` asks to run a command, by what was shown of it: a file's text, say, is shown in the same place. */
export function isCommand(sql: Sql) {
  return sql`(a.snapshot #>> '{block,request,command}') is not null
    and a.snapshot #>> '{block,request,kind}' = 'exec'`;
}
