import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytes, createdAt, instant } from '../columns.ts';
import { sessions, users } from './accounts.ts';
import { conversations } from './chat.ts';
import { sandboxes } from './sandboxes.ts';

/** What somebody wants to be told, and how much of it. Without a row: the usual. */
export const notificationPreferences = pgTable('notification_preferences', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  preview: text('preview', { enum: ['none', 'title', 'full'] })
    .notNull()
    .default('title'),
  messages: boolean('messages').notNull().default(true),
  approvals: boolean('approvals').notNull().default(true),
  lifecycle: boolean('lifecycle').notNull().default(true),
  /** Minutes of the day, in the zone below; both or neither. Approvals come all the same. */
  quietFrom: integer('quiet_from'),
  quietUntil: integer('quiet_until'),
  timeZone: text('time_zone').notNull().default('UTC'),
});

/** A device that is told when nobody looks: a browser's push subscription, or a token of an app. */
export const pushTargets = pgTable(
  'push_targets',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Signed out, it is told nothing any more. Null: it was named with a key. */
    sessionId: text('session_id').references(() => sessions.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: ['web', 'expo'] }).notNull(),
    /** The address of a subscription, or a token. One device belongs to whoever signed in there last. */
    address: text('address').notNull(),
    /** Sealed: the keys that a browser's messages are encrypted with. */
    keys: text('keys'),
    name: text('name').notNull(),
    createdAt: createdAt(),
    /** When it last took something. */
    usedAt: instant('used_at'),
  },
  (t) => [
    uniqueIndex('push_targets_address').on(t.address),
    index('push_targets_of_user').on(t.userId),
    // What ends with a session.
    index('push_targets_of_session').on(t.sessionId),
  ],
);

/**
 * That somebody is to be told of something, once: made from the log, for people with a device only. `pending` until it is
 * decided whether it goes; then it has gone to each device in `dispatch_targets`, or to none.
 */
export const dispatches = pgTable(
  'dispatches',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: ['message', 'approval', 'lifecycle', 'test'] }).notNull(),
    /** Of its kind: the message; message, position where it was asked, and group; sandbox and position of its event; the test. */
    subject: text('subject').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    sandboxId: text('sandbox_id').references(() => sandboxes.id, { onDelete: 'cascade' }),
    conversationId: text('conversation_id').references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: text('message_id'),
    groupId: text('group_id'),
    /** Of a sandbox: what happened, and why in words. */
    detail: jsonb('detail').$type<{ event: 'ready' | 'start_failed' | 'stopped'; reason: string | null }>(),
    state: text('state', {
      enum: ['pending', 'accepted', 'delivered', 'suppressed', 'no_targets', 'failed'],
    })
      .notNull()
      .default('pending'),
    /** Why it went to nobody: `read`, `present`, `muted`, `quiet`, `off`, `gone`. */
    reason: text('reason'),
    /** When it goes at the latest: what is still being written waits a moment. */
    dueAt: instant('due_at').notNull(),
    createdAt: createdAt(),
    endedAt: instant('ended_at'),
  },
  (t) => [
    uniqueIndex('dispatches_once').on(t.kind, t.subject, t.userId),
    // Of a conversation one message waits at most: a newer one takes its place.
    uniqueIndex('dispatches_waiting')
      .on(t.userId, t.conversationId)
      .where(sql`${t.state} = 'pending' and ${t.kind} = 'message'`),
    index('dispatches_due')
      .on(t.dueAt)
      .where(sql`${t.state} = 'pending'`),
    // What operators look for.
    index('dispatches_failed')
      .on(t.id)
      .where(sql`${t.state} = 'failed'`),
    // Deleting a conversation or a sandbox takes them along, and so does time.
    index('dispatches_of_conversation').on(t.conversationId),
    index('dispatches_of_sandbox').on(t.sandboxId),
    index('dispatches_ended').on(t.endedAt),
  ],
);

/** One dispatch on its way to one device: what one device has is never sent to it again because another failed. */
export const dispatchTargets = pgTable(
  'dispatch_targets',
  {
    dispatchId: text('dispatch_id')
      .notNull()
      .references(() => dispatches.id, { onDelete: 'cascade' }),
    targetId: text('target_id')
      .notNull()
      .references(() => pushTargets.id, { onDelete: 'cascade' }),
    state: text('state', { enum: ['pending', 'accepted', 'delivered', 'failed'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    /** What the service named it, and when to ask what became of it. */
    ticket: text('ticket'),
    receiptDueAt: instant('receipt_due_at'),
    error: text('error'),
  },
  (t) => [
    primaryKey({ columns: [t.dispatchId, t.targetId] }),
    index('dispatch_targets_of_target').on(t.targetId),
    index('dispatch_targets_due')
      .on(t.nextAttemptAt)
      .where(sql`${t.state} = 'pending'`),
    index('dispatch_targets_receipts')
      .on(t.receiptDueAt)
      .where(sql`${t.state} = 'accepted'`),
  ],
);

/** Lets a notification decide once what it asks, without a page: the hash of what stands in its payload. */
export const actionTokens = pgTable(
  'action_tokens',
  {
    hash: bytes('hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Its device is signed out with it. */
    targetId: text('target_id')
      .notNull()
      .references(() => pushTargets.id, { onDelete: 'cascade' }),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: text('message_id').notNull(),
    groupId: text('group_id').notNull(),
    value: text('value', { enum: ['allow-once', 'deny'] }).notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    index('action_tokens_of_target').on(t.targetId),
    index('action_tokens_of_conversation').on(t.conversationId),
    index('action_tokens_expiry').on(t.expiresAt),
  ],
);
