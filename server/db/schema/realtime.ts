import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { bytes, instant, pgSnapshot, position, xid8 } from '../columns.ts';
import { sessions, users } from './accounts.ts';

/**
 * The log. Partitioned by week on `at`; each partition has a unique (context, seq) and an index on tx, made by
 * `make_event_partition`. The table itself declares none: a unique index over all partitions would have to contain `at`.
 */
export const events = pgTable('events', {
  context: text('context').notNull(),
  seq: position('seq').notNull(),
  type: text('type').notNull(),
  /** Ids, never text: what was said is joined when the event is read, so that a deletion deletes. */
  payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
  /** On the sandbox's context: the conversation spoken of. Only its members get the event. */
  about: text('about'),
  /** People who get it although they are no members any more. */
  alsoTo: text('also_to').array(),
  tx: xid8('tx')
    .notNull()
    .default(sql`pg_current_xact_id()`),
  /** Taken under the context's row lock, so that it never runs backwards within a context. */
  at: instant('at')
    .notNull()
    .default(sql`clock_timestamp()`),
});

/** Where an effect stands in the log: the snapshot that it has seen everything of. */
export const consumers = pgTable('consumers', {
  name: text('name').primaryKey(),
  cursor: pgSnapshot('cursor').notNull(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
});

/** Single use: taken by deleting it. Only the hash is kept. */
export const connectTickets = pgTable(
  'connect_tickets',
  {
    hash: bytes('hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('connect_tickets_expiry').on(t.expiresAt)],
);
