import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { DatabaseAddress } from './embedded.ts';

export type Sql = postgres.Sql<{ bigint: number }>;
export type Database = PostgresJsDatabase;

export interface DatabaseClients {
  /** For queries built with drizzle. */
  db: Database;
  /** For SQL functions and the log. Its own pool, since drizzle replaces the serializers of the client that it is given. */
  sql: Sql;
  close(): Promise<void>;
}

/** Ten each: Postgres answers a few thousand short statements a second on one connection; more only queue inside it. */
const connectionsMax = 10;

/**
 * Between two tries of a connection that was lost. The driver's own wait grows with every connection that it loses, so a pool
 * that loses all of them at once would look the other way for twenty seconds after the database is back.
 */
const retrySeconds = () => 0.25 + Math.random() * 0.5;
const connectSeconds = 10;

/** What every connection of the app calls itself. */
export const applicationName = 'claw-chat';

/** Counts and positions fit a number; drizzle and the wire want numbers too. */
const bigintAsNumber = { to: 20, from: [20], parse: Number, serialize: String };

/** `onStatement` is told of each statement that is sent: for those who count them. */
export function connect(address: DatabaseAddress, onStatement?: (statement: string) => void): DatabaseClients {
  const forDrizzle = open(address, onStatement);
  const sql = open(address, onStatement);
  return {
    db: drizzle(forDrizzle),
    sql,
    close: async () => {
      await Promise.all([forDrizzle.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

/** One connection, opened when it is first needed: for what must not wait behind everybody's statements. */
export function connectAside(address: DatabaseAddress): Sql {
  return open(address, undefined, 1);
}

/**
 * One connection for work that takes as long as it takes, and whose text must read the same on every server: what is copied out
 * here is compared with what is copied in elsewhere.
 */
export function connectAlone(address: DatabaseAddress, name: string): Sql {
  const options = {
    max: 1,
    connect_timeout: connectSeconds,
    // The driver would end a connection of that age between two statements of one transaction.
    max_lifetime: null,
    types: { bigint: bigintAsNumber },
    onnotice: () => undefined,
    connection: {
      application_name: name,
      idle_in_transaction_session_timeout: 0,
      statement_timeout: 0,
      timezone: 'UTC',
      datestyle: 'ISO',
      intervalstyle: 'postgres',
      bytea_output: 'hex',
      extra_float_digits: 1,
    },
  };
  return 'url' in address ? postgres(address.url, options) : postgres({ ...address, ...options });
}

function open(
  address: DatabaseAddress,
  onStatement: ((statement: string) => void) | undefined,
  max = connectionsMax,
): Sql {
  const options = {
    max,
    types: { bigint: bigintAsNumber },
    backoff: retrySeconds,
    connect_timeout: connectSeconds,
    onnotice: () => undefined,
    ...(onStatement === undefined ? {} : { debug: (_connection: number, statement: string) => onStatement(statement) }),
    connection: {
      application_name: applicationName,
      // A forgotten open transaction would hold every consumer of the log back.
      idle_in_transaction_session_timeout: 60_000,
    },
  };
  return 'url' in address ? postgres(address.url, options) : postgres({ ...address, ...options });
}
