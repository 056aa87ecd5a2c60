import { z } from 'zod';
import type { AuditEntry, AuditPage } from '#lib/contract/audit.ts';
import type { listOrganizationAuditInputSchema } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { cut, decodeCursor, encodeCursor } from '#server/db/pagination.ts';
import { accessRun } from './access.ts';

interface EntryRow extends Omit<AuditEntry, 'at' | 'actor' | 'subject'> {
  at: Date;
  actorId: string;
  actorName: string;
  subjectKind: AuditEntry['subject']['kind'];
  subjectId: string;
  subjectName: string | null;
}

const cursorKey = z.tuple([z.number().int().positive()]);

/** What was done in this organization and to its agents, the newest first. */
export async function listOrganizationAudit(
  app: AppContext,
  principal: UserPrincipal,
  { organizationId, limit, cursor }: z.infer<typeof listOrganizationAuditInputSchema>,
): Promise<AuditPage> {
  const { sql } = app;
  const before = cursor == null ? null : decodeCursor('organization-audit', cursorKey, cursor)[0];
  await accessRun(app, principal, organizationId);
  const rows = await sql<EntryRow[]>`
    select id::int, at, actor_id as "actorId", actor_name as "actorName", action, subject_kind as "subjectKind",
      subject_id as "subjectId", subject_name as "subjectName", organization_id as "organizationId", reason, detail, address,
      user_agent as "userAgent", outcome, code
    from audit_entries
    where organization_id = ${organizationId} ${before === null ? sql`` : sql`and id < ${before}`}
    order by id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('organization-audit', [last.id]) : null;
  return { entries: page.map(present), hasMore, nextCursor };
}

function present({ at, actorId, actorName, subjectKind, subjectId, subjectName, ...entry }: EntryRow): AuditEntry {
  return {
    ...entry,
    at: at.getTime(),
    actor: { id: actorId, name: actorName },
    subject: { kind: subjectKind, id: subjectId, name: subjectName },
  };
}
