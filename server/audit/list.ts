import { z } from 'zod';
import type { AuditEntry, AuditPage, ListAuditInput } from '#lib/contract/audit.ts';
import type { Sql } from '../db/client.ts';
import { cut, decodeCursor, encodeCursor } from '../db/pagination.ts';
import { notFound } from '../errors.ts';

interface EntryRow extends Omit<AuditEntry, 'at' | 'actor' | 'subject'> {
  at: Date;
  actorId: string;
  actorName: string;
  subjectKind: AuditEntry['subject']['kind'];
  subjectId: string;
  subjectName: string | null;
}

const cursorKey = z.tuple([z.number().int().positive().max(Number.MAX_SAFE_INTEGER)]);

/** What was done, the newest first. */
export async function listAudit(
  sql: Sql,
  input: Omit<ListAuditInput, 'limit'> & { limit: number },
): Promise<AuditPage> {
  const { actorId, action, subjectId, organizationId, limit, cursor } = input;
  const [before] = cursor == null ? [] : decodeCursor('audit', cursorKey, cursor);
  const rows = await sql<EntryRow[]>`
    select ${columns(sql)} from audit_entries
    where ${before === undefined ? sql`true` : sql`id < ${before}`}
      ${actorId === undefined ? sql`` : sql`and actor_id = ${actorId}`}
      ${action === undefined ? sql`` : sql`and action = ${action}`}
      ${subjectId === undefined ? sql`` : sql`and subject_id = ${subjectId}`}
      ${organizationId === undefined ? sql`` : sql`and organization_id = ${organizationId}`}
    order by id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('audit', [last.id]) : null;
  return { entries: page.map(present), hasMore, nextCursor };
}

export async function readAuditEntry(sql: Sql, id: number): Promise<AuditEntry> {
  const [row] = await sql<EntryRow[]>`select ${columns(sql)} from audit_entries where id = ${id}`;
  if (row === undefined) throw notFound();
  return present(row);
}

/** By the clock of the database, which also dates them. */
export async function sweepAuditEntries(sql: Sql, auditDays: number): Promise<number> {
  const swept = await sql`delete from audit_entries where at < now() - make_interval(days => ${auditDays})`;
  return swept.count;
}

function columns(sql: Sql) {
  return sql`id::bigint, at, actor_id as "actorId", actor_name as "actorName", action, subject_kind as "subjectKind",
    subject_id as "subjectId", subject_name as "subjectName", organization_id as "organizationId", reason, detail, address,
    user_agent as "userAgent", outcome, code`;
}

function present(row: EntryRow): AuditEntry {
  const { id, at, action, organizationId, reason, detail, address, userAgent, outcome, code } = row;
  return {
    id,
    at: at.getTime(),
    actor: { id: row.actorId, name: row.actorName },
    action,
    subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName },
    organizationId,
    reason,
    detail,
    address,
    userAgent,
    outcome,
    code,
  };
}
