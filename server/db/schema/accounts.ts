import { sql } from 'drizzle-orm';
import {
  bigserial,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { bytes, createdAt, instant, position } from '../columns.ts';

/** One row: what belongs to this installation as a whole. */
export const instance = pgTable(
  'instance',
  {
    id: integer('id').primaryKey().default(1),
    /** Raised by a restore: positions of an older epoch are answered with a resync. */
    epoch: integer('epoch').notNull().default(1),
    /** A known text under the encryption key: a node with another key, or a lost one, is found out at its start. */
    keyCheck: text('key_check'),
    /** What push services know this installation by: made once, and never changed while subscriptions stand on it. */
    vapidPublic: text('vapid_public'),
    /** Sealed. */
    vapidPrivate: text('vapid_private'),
    /** What operators have set; what is missing is as the environment has it. */
    settings: jsonb('settings')
      .notNull()
      .default(sql`'{}'`),
    /** Raised by every change of them: who changes an older version is told so. */
    settingsVersion: integer('settings_version').notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [check('instance_is_one_row', sql`${t.id} = 1`)],
);

export const users = pgTable(
  'users',
  {
    id: text('id').primaryKey(),
    /** Trimmed and in lower case. */
    email: text('email').notNull(),
    name: text('name').notNull(),
    /** `scrypt$N$r$p$salt$hash`; null for an account that cannot sign in with a password. */
    passwordHash: text('password_hash'),
    isOperator: boolean('is_operator').notNull().default(false),
    /** Changing it ends every bearer token of this person. */
    pepper: text('pepper').notNull(),
    /** Head of the log of `/user/<id>`; the row is its lock. */
    seq: position('seq').notNull().default(0),
    createdAt: createdAt(),
    disabledAt: instant('disabled_at'),
  },
  // Operators page through people, the newest first.
  (t) => [
    uniqueIndex('users_email').on(t.email),
    index('users_newest').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    /** 256 random bits, carried in the sealed cookie. */
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    userAgent: text('user_agent'),
    address: text('address'),
  },
  // A person's sessions are listed and revoked together; expired ones are swept by their date.
  (t) => [index('sessions_of_user').on(t.userId), index('sessions_expiry').on(t.expiresAt)],
);

export const organizations = pgTable(
  'organizations',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** Days after which what was said to its agents is deleted. Null: never. */
    messageDays: integer('message_days'),
    createdAt: createdAt(),
  },
  // Operators page through them, the newest first.
  (t) => [index('organizations_newest').on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst())],
);

/** A link that lets whoever has it into an organization, once. Only the hash is kept. */
export const invitations = pgTable(
  'invitations',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    hash: bytes('hash').notNull(),
    role: text('role', { enum: ['admin', 'member'] }).notNull(),
    /** Whom it is for; null: whoever has it. */
    email: text('email'),
    invitedBy: text('invited_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    acceptedAt: instant('accepted_at'),
    acceptedBy: text('accepted_by').references(() => users.id, { onDelete: 'set null' }),
  },
  (t) => [
    uniqueIndex('invitations_hash').on(t.hash),
    index('invitations_of_organization').on(t.organizationId, t.id),
    index('invitations_expiry').on(t.expiresAt),
    index('invitations_by').on(t.invitedBy),
    index('invitations_accepted_by').on(t.acceptedBy),
  ],
);

/** By whom else somebody is known: an account of theirs at a provider that the operator has configured. */
export const identities = pgTable(
  'identities',
  {
    /** The provider's issuer, and what it calls this person. */
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index('identities_of_user').on(t.userId)],
);

export const organizationMembers = pgTable(
  'organization_members',
  {
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'admin', 'member'] }).notNull(),
    joinedAt: instant('joined_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.userId] }),
    // The other way round: which organizations is this person in, asked on every access.
    index('organization_members_of_user').on(t.userId),
  ],
);

/** `cck_<id>_<secret>`: found by id, the secret compared by its SHA-256 in constant time. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    secretHash: bytes('secret_hash').notNull(),
    createdAt: createdAt(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (t) => [index('api_keys_of_user').on(t.userId)],
);

/** Links that set a password once. Only the hash is kept. */
export const passwordLinks = pgTable(
  'password_links',
  {
    hash: bytes('hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    expiresAt: instant('expires_at').notNull(),
  },
  // A newer link replaces the older ones of its person; expired ones are swept by their date.
  (t) => [index('password_links_of_user').on(t.userId), index('password_links_expiry').on(t.expiresAt)],
);

/** What was taken back, in order: every node polls it, so that open sockets learn of it within seconds. */
export const revocations = pgTable(
  'revocations',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    kind: text('kind', { enum: ['session', 'user', 'api_key', 'bot_key', 'member'] }).notNull(),
    subject: text('subject').notNull(),
    /** For a member: the conversation that was left. */
    conversationId: text('conversation_id'),
    at: instant('at').notNull().defaultNow(),
  },
  (t) => [index('revocations_at').on(t.at)],
);

/** A mutation's answer, kept for seven days, so that the same operation asked again gets the same answer. */
export const operations = pgTable(
  'operations',
  {
    memberId: text('member_id').notNull(),
    operationId: text('operation_id').notNull(),
    requestHash: bytes('request_hash').notNull(),
    answer: text('answer').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.operationId] }), index('operations_at').on(t.createdAt)],
);
