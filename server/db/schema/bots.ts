import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytes, createdAt, instant, position } from '../columns.ts';
import { conversations } from './chat.ts';
import { sandboxes } from './sandboxes.ts';

/** `ccb_<id>_<secret>`: found by id, the secret compared by its SHA-256 in constant time. */
export const botKeys = pgTable(
  'bot_keys',
  {
    id: text('id').primaryKey(),
    sandboxId: text('sandbox_id')
      .notNull()
      .references(() => sandboxes.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    secretHash: bytes('secret_hash').notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('bot_keys_of_sandbox').on(t.sandboxId)],
);

/** One event on its way to one bot. Holds no text: the body is made from the message when it is sent. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    sandboxId: text('sandbox_id')
      .notNull()
      .references(() => sandboxes.id, { onDelete: 'cascade' }),
    conversationId: text('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** The event that it was made from: its context and position there. */
    context: text('context').notNull(),
    seq: position('seq').notNull(),
    type: text('type').notNull(),
    messageId: text('message_id'),
    /** What can't wait for its turn goes in a lane of its own: the agent may be busy with the very thing that it is about. */
    lane: text('lane', { enum: ['log', 'urgent'] })
      .notNull()
      .default('log'),
    /** The decision that it tells of. */
    resolutionId: text('resolution_id'),
    /** Who reacted, and with what. */
    detail: jsonb('detail').$type<{ memberId: string; emoji: string }>(),
    /** Nobody wants to hear of it after that. */
    diesAt: instant('dies_at'),
    state: text('state', { enum: ['pending', 'sent', 'acknowledged', 'dead'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    /** Requests to its endpoint that came to nothing. */
    failures: integer('failures').notNull().default(0),
    /** It left here, and nobody can say for certain that it arrived nowhere. */
    maybeArrived: boolean('maybe_arrived').notNull().default(false),
    nextAttemptAt: instant('next_attempt_at').notNull().defaultNow(),
    /** When people were told that it has not arrived yet. */
    delayToldAt: instant('delay_told_at'),
    createdAt: createdAt(),
    acknowledgedAt: instant('acknowledged_at'),
    /** When it was given up. */
    diedAt: instant('died_at'),
    /** When another took its place, or it was made to go again. */
    replayedAt: instant('replayed_at'),
  },
  (t) => [
    // Once per event and bot, however often the consumer repeats itself.
    unique('deliveries_once').on(t.sandboxId, t.context, t.seq),
    // The oldest open one of each conversation is the next to go.
    index('deliveries_open')
      .on(t.sandboxId, t.conversationId, t.id)
      .where(sql`${t.state} in ('pending', 'sent') and ${t.lane} = 'log'`),
    // The urgent ones go all at once, and those that nobody wants any more are ended.
    index('deliveries_urgent')
      .on(t.sandboxId, t.id)
      .where(sql`${t.state} in ('pending', 'sent') and ${t.lane} = 'urgent'`),
    index('deliveries_dying')
      .on(t.diesAt)
      .where(sql`${t.state} in ('pending', 'sent') and ${t.lane} = 'urgent'`),
    // Deleting a conversation takes its deliveries along; deleting a message, what came back for it.
    index('deliveries_of_message').on(t.conversationId, t.messageId),
    // The page of an agent's deliveries, and of those that were given up.
    index('deliveries_of_sandbox').on(t.sandboxId, t.id),
    index('deliveries_dead')
      .on(t.sandboxId, t.id)
      .where(sql`${t.state} = 'dead'`),
    // What operators look for in all agents together.
    index('deliveries_given_up')
      .on(t.id)
      .where(sql`${t.state} = 'dead'`),
  ],
);

/** Where an agent takes its deliveries by request. */
export const botEndpoints = pgTable('bot_endpoints', {
  sandboxId: text('sandbox_id')
    .primaryKey()
    .references(() => sandboxes.id, { onDelete: 'cascade' }),
  url: text('url').notNull(),
  /** Sealed. What requests are signed with. */
  secret: text('secret').notNull(),
  /** Sealed. The one before, which signs beside it until then. */
  previousSecret: text('previous_secret'),
  previousUntil: instant('previous_until'),
  createdAt: createdAt(),
  /** Nothing is sent there any more: it said that it is gone, or an operator decided so. */
  disabledAt: instant('disabled_at'),
  disabledWhy: text('disabled_why', { enum: ['gone', 'operator'] }),
});

/** One request to an endpoint, and what came of it. Holds no text of ours; of theirs only the beginning. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    n: integer('n').notNull(),
    at: instant('at').notNull(),
    /** Null: there was no answer. */
    status: integer('status'),
    /** Null: it was taken. */
    failure: text('failure'),
    answer: text('answer'),
    durationMs: integer('duration_ms').notNull(),
  },
  (t) => [primaryKey({ columns: [t.deliveryId, t.n] })],
);

/** Who may stream a sandbox's deliveries now: the newest connection wins, the one before it is closed. */
export const botStreams = pgTable('bot_streams', {
  sandboxId: text('sandbox_id')
    .primaryKey()
    .references(() => sandboxes.id, { onDelete: 'cascade' }),
  lease: text('lease').notNull(),
  keyId: text('key_id').notNull(),
  takenAt: instant('taken_at').notNull().defaultNow(),
});

export const botStatus = pgTable('bot_status', {
  sandboxId: text('sandbox_id')
    .primaryKey()
    .references(() => sandboxes.id, { onDelete: 'cascade' }),
  online: boolean('online').notNull(),
  /** The bot's own clock orders its reports, clamped to now; ours says when the last one came. */
  at: instant('at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  capabilities: jsonb('capabilities').$type<string[]>(),
});

export const conversationStatus = pgTable('conversation_status', {
  conversationId: text('conversation_id')
    .primaryKey()
    .references(() => conversations.id, { onDelete: 'cascade' }),
  contextTokens: integer('context_tokens').notNull(),
  contextWindow: integer('context_window').notNull(),
  model: text('model'),
  provider: text('provider'),
  at: instant('at').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
