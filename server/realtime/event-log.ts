import { sql as statement } from 'drizzle-orm';
import { contextPath, type ContextRef } from '#lib/contexts.ts';
import { must } from '#lib/std/must.ts';
import type { Sql } from '../db/client.ts';
import type { Transaction } from '../db/transaction.ts';

/** An event as it stands in the log: ids only. */
export interface StoredEvent {
  context: string;
  seq: number;
  type: string;
  payload: Record<string, unknown>;
  /** On a sandbox's context: the conversation it speaks of. */
  about: string | null;
  alsoTo: string[] | null;
}

export interface LoggedEvent extends StoredEvent {
  at: Date;
}

export interface NewEvent {
  type: string;
  payload: Record<string, unknown>;
  about?: string;
  alsoTo?: string[];
}

/** The row that owns a context: its table holds the head, and is its lock. */
function ownerOf(ref: ContextRef): string {
  switch (ref.kind) {
    case 'conversation':
      return ref.conversationId;
    case 'sandbox':
      return ref.sandboxId;
    case 'user':
      return ref.userId;
  }
}

/** Appends inside the caller's transaction and returns the event's position. Locks the owning row until the commit. */
export async function append(tx: Transaction, ref: ContextRef, event: NewEvent): Promise<number> {
  const context = contextPath(ref);
  const [row] = await tx.db.execute<{ seq: number }>(statement`
    select append_event(${ref.kind}, ${ownerOf(ref)}, ${context}, ${event.type},
      ${JSON.stringify(event.payload)}::jsonb, ${event.about ?? null}, ${statement.param(event.alsoTo ?? null)}::text[]) as seq`);
  tx.touch(context);
  return must(row, 'a position from append_event').seq;
}

/** The next events of one context, oldest first. */
export async function readAfter(sql: Sql, context: string, after: number, limit: number): Promise<LoggedEvent[]> {
  return sql<LoggedEvent[]>`
    select context, seq, type, payload, about, also_to as "alsoTo", at from events
    where context = ${context} and seq > ${after} order by seq limit ${limit}`;
}

/** The heads of many contexts in one statement; a context whose row is gone is missing from the answer. */
export async function readHeads(sql: Sql, refs: ContextRef[]): Promise<Map<string, number>> {
  const ids = (kind: ContextRef['kind']) => refs.filter((ref) => ref.kind === kind).map(ownerOf);
  const rows = await sql<{ context: string; seq: number }[]>`
    select '/kiloclaw/' || sandbox_id || '/' || id as context, seq from conversations where id = any(${ids('conversation')})
    union all select '/kiloclaw/' || id, seq from sandboxes where id = any(${ids('sandbox')})
    union all select '/user/' || id, seq from users where id = any(${ids('user')})`;
  return new Map(rows.map((row) => [row.context, row.seq]));
}
