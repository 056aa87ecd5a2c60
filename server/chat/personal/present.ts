import type { Personal } from '#lib/contract/chat.ts';
import { shorten } from '#lib/realtime/reply-preview.ts';
import type { Sql } from '#server/db/client.ts';

export interface PersonalRow {
  muted: boolean;
  pinned: boolean;
  archivedAt: Date | null;
  draft: string | null;
  personalSeq: number;
}

export function presentPersonal({ archivedAt, draft, ...flags }: PersonalRow): Personal {
  return { ...flags, archivedAt: archivedAt?.getTime() ?? null, draftPreview: draft === null ? null : shorten(draft) };
}

/**
 * When member `m` archived conversation `c`, or null. What is archived comes back by itself when something is said in it,
 * or an agent that asks a day later would ask nobody; one that is muted stays where it was put. It is computed and not
 * written, since nothing is written per member when a message is sent.
 */
export function archivedAt(sql: Sql) {
  return sql`case when m.muted or m.archived_at >= c.last_activity_at then m.archived_at end`;
}
