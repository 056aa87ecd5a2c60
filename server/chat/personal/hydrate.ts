import { userContext } from '#lib/contexts.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { Sql } from '#server/db/client.ts';
import type { RefOf } from '#server/realtime/contexts.ts';
import type { StoredEvent } from '#server/realtime/event-log.ts';
import { asStored } from '../hydrate.ts';
import { archivedAt, presentPersonal, type PersonalRow } from './present.ts';

/**
 * A page of a person's own log: what they have set is told as it stands now, in one statement for all of it. Whoever is no
 * member any more has set nothing.
 */
export async function hydrateUser(sql: Sql, { userId }: RefOf<'user'>, stored: StoredEvent[]): Promise<WireEvent[]> {
  const set = stored.filter(({ type }) => type === 'conversation.personal');
  const ids = [...new Set(set.map(({ payload }) => String(payload['conversationId'])))];
  const known = ids.length === 0 ? new Map<string, PersonalRow>() : await readPersonal(sql, userId, ids);
  return stored.flatMap((event): WireEvent[] => {
    if (event.type !== 'conversation.personal') return asStored(event);
    const conversationId = String(event.payload['conversationId']);
    const row = known.get(conversationId);
    if (row === undefined) return [];
    const payload = { conversationId, ...presentPersonal(row) };
    return [{ context: userContext(userId), event: event.type, payload, id: event.seq }];
  });
}

async function readPersonal(sql: Sql, userId: string, ids: string[]): Promise<Map<string, PersonalRow>> {
  const rows = await sql<(PersonalRow & { id: string })[]>`
    select c.id, m.muted, m.pinned, ${archivedAt(sql)} as "archivedAt", m.draft, m.personal_seq as "personalSeq"
    from conversation_members m join conversations c on c.id = m.conversation_id
    where m.member_id = ${userId} and m.left_at is null and m.conversation_id = any(${ids})`;
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
