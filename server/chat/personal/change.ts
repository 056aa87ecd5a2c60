import type { Personal } from '#lib/contract/chat.ts';
import type { PersonalResult } from '#lib/contract/personal.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { userContext } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import { presentPersonal, type PersonalRow } from './present.ts';

/** What is left out stays as it is. */
export interface PersonalChange {
  muted?: boolean;
  pinned?: boolean;
  archived?: boolean;
  draft?: string | null;
}

type Outcome = PersonalRow & { outcome: 'changed' | 'repeated' | 'not_found'; sandboxId: string };

/**
 * One round trip. What stands so already is written and told to nobody; a change is told to the person's other devices, by
 * an event that holds the conversation's id and no word of a draft.
 */
export async function changePersonal(
  { sql, realtime, badges }: AppContext,
  { userId }: UserPrincipal,
  { conversationId, ...change }: PersonalChange & { conversationId: string },
): Promise<PersonalResult> {
  const [row] = await sql<Outcome[]>`
    select outcome, is_muted as muted, is_pinned as pinned, archived as "archivedAt", draft_text as draft,
      own_seq as "personalSeq", (select sandbox_id from conversations where id = ${conversationId}) as "sandboxId"
    from change_personal(${conversationId}, ${userId}, ${sql.json(settled(change))})`;
  const { outcome, sandboxId, ...stands } = must(row, 'an outcome from change_personal');
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'changed') realtime.wake([userContext(userId)]);
  if (outcome === 'changed' && change.muted !== undefined) badges.changed([{ userId, sandboxId, conversationId }]);
  const personal: Personal = presentPersonal(stands);
  return { ok: true, personal };
}

/** A draft of nothing but blanks is none. */
function settled({ draft, ...others }: PersonalChange) {
  return draft === undefined ? others : { ...others, draft: draft === null || draft.trim() === '' ? null : draft };
}
