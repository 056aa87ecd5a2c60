import { beginningMax } from '#lib/realtime/reply-preview.ts';
import type { Sql } from '#server/db/client.ts';

/**
 * What a preview shows of a message, as `previewTextOf` has it. Most begin with their text, and are asked no further: the
 * function costs more than all else that is read of them.
 */
export function beginningOf(sql: Sql, message: ReturnType<Sql>) {
  return sql`case
    when ${message}.stream is null and ${message}.content #>> '{0,text}' is not null
      then left(${message}.content #>> '{0,text}', ${beginningMax})
    when ${message}.deleted_at is null and ${message}.id is not null
      then beginning_of(${message}.conversation_id, ${message}.id, ${beginningMax}) end`;
}
