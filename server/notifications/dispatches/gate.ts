import type { AppContext } from '#server/app-context.ts';
import { beginningMax } from '#lib/realtime/reply-preview.ts';

/** So much of a message is worth being told of while it is still being written. */
const enough = 160;

/**
 * What waits because it was still being written goes as soon as there is something to read, or nothing more will come. Nobody
 * says so when a text grows: that is looked at, for as long as somebody waits to be told of it.
 */
export async function openGates({ sql }: Pick<AppContext, 'sql'>, now: Date): Promise<void> {
  await sql`
    update dispatches set due_at = ${now} where id in (
      select d.id from dispatches d
      left join messages m on m.conversation_id = d.conversation_id and m.id = d.message_id
      where d.state = 'pending' and d.kind = 'message' and d.due_at > ${now} and (
        m.stream is distinct from 'open' or m.deleted_at is not null
        or char_length(btrim(beginning_of(m.conversation_id, m.id, ${beginningMax}))) >= ${enough})
      for update of d skip locked)`;
}
