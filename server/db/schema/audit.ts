import { sql } from 'drizzle-orm';
import { bigserial, date, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../columns.ts';

/**
 * What somebody did who runs this installation, an organization or an agent. Written before it is done and completed after, so
 * that nothing is done without its line; it names people and things as they were called then, and outlives them.
 */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull().defaultNow(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    subjectName: text('subject_name'),
    /** Whose admins may read it, too. */
    organizationId: text('organization_id'),
    reason: text('reason'),
    /** What was asked for, without secrets. */
    detail: jsonb('detail').notNull(),
    address: text('address').notNull(),
    userAgent: text('user_agent'),
    requestId: text('request_id').notNull(),
    /** `begun` for ever: the process ended in the middle, and nobody can say. */
    outcome: text('outcome', { enum: ['begun', 'done', 'refused', 'failed'] })
      .notNull()
      .default('begun'),
    /** Of what was refused: why. */
    code: text('code'),
  },
  (t) => [
    // Each of the filters of the page, the newest first.
    index('audit_entries_of_actor').on(t.actorId, t.id),
    index('audit_entries_of_action').on(t.action, t.id),
    index('audit_entries_of_subject').on(t.subjectId, t.id),
    index('audit_entries_of_organization')
      .on(t.organizationId, t.id)
      .where(sql`${t.organizationId} is not null`),
    // What is swept when its time has come.
    index('audit_entries_at').on(t.at),
  ],
);

/** How often something happened on a day (UTC), counted from the log as it grows, so that charts cost nothing. */
export const dailyFigures = pgTable(
  'daily_figures',
  {
    day: date('day').notNull(),
    name: text('name').notNull(),
    count: integer('count').notNull(),
  },
  (t) => [primaryKey({ columns: [t.name, t.day] })],
);
