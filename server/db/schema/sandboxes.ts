import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, instant, position } from '../columns.ts';
import { organizations, users } from './accounts.ts';

export const sandboxes = pgTable(
  'sandboxes',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    organizationId: text('organization_id').references(() => organizations.id, { onDelete: 'cascade' }),
    label: text('label').notNull(),
    /** The letter of its signal flag. */
    flag: text('flag').notNull(),
    runtime: text('runtime', { enum: ['external', 'builtin', 'openclaw'] }).notNull(),
    status: text('status', {
      enum: ['provisioned', 'starting', 'running', 'stopped', 'destroying', 'destroyed'],
    }).notNull(),
    /** Why it failed to start, in words. */
    statusReason: text('status_reason'),
    config: jsonb('config').notNull().default({}),
    /** What its agent wants to hear of beyond messages and decisions. */
    subscriptions: text('subscriptions')
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** Head of the log of `/kiloclaw/<id>`; the row is its lock. */
    seq: position('seq').notNull().default(0),
    createdAt: createdAt(),
    destroyedAt: instant('destroyed_at'),
  },
  // Operators page through all of them, the newest first.
  (t) => [
    index('sandboxes_of_owner').on(t.ownerId),
    index('sandboxes_of_organization').on(t.organizationId),
    index('sandboxes_newest').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
  ],
);

/** Who decides what this agent may do, when it isn't its owner alone. */
export const sandboxApprovers = pgTable(
  'sandbox_approvers',
  {
    sandboxId: text('sandbox_id')
      .notNull()
      .references(() => sandboxes.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.sandboxId, t.userId] }), index('sandbox_approvers_of_user').on(t.userId)],
);
