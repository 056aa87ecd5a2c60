import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** Positions and counts: far below 2^53, so plain numbers. */
export const position = (name: string) => bigint(name, { mode: 'number' });

/** Milliseconds, as in JavaScript: a cursor made from a row finds that row again. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** When the row was written, by the database's clock. */
export const createdAt = () => instant('created_at').notNull().defaultNow();

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** A transaction's 64-bit id: never wraps, so it can be kept and compared. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' });

/** Which transactions a reader had seen: a consumer's cursor. */
export const pgSnapshot = customType<{ data: string; driverData: string }>({ dataType: () => 'pg_snapshot' });

/** Words, as the full-text search keeps them. */
export const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => 'tsvector' });
