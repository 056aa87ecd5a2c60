import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import type postgres from 'postgres';
import { StartFailure } from '../start-failure.ts';
import { sqlState } from './transaction.ts';

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** One number for all nodes: whoever holds it migrates, the others wait and then find nothing to do. */
export const migrationLock = 7_241_118;

/** A step of the schema, as the database remembers it: when it was made is its place in the order. */
export interface Migration {
  when: number;
  hash: string;
}

/** Brings the schema up to date. Takes a client of its own with one connection, since the lock belongs to a connection. */
export async function migrate(sql: postgres.Sql): Promise<void> {
  if (await isUpToDate(sql)) return;
  await sql`select pg_advisory_lock(${migrationLock})`;
  try {
    await refuseNewerSchema(sql);
    await migratePatiently(sql);
  } finally {
    await sql`select pg_advisory_unlock(${migrationLock})`;
  }
}

/** Shared, as a backup holds it: nobody who has nothing to migrate waits for one. A migration and a restore are waited for. */
async function isUpToDate(sql: postgres.Sql): Promise<boolean> {
  await sql`select pg_advisory_lock_shared(${migrationLock})`;
  try {
    await refuseNewerSchema(sql);
    return (await readMigrations(sql)).at(-1)?.when === newestKnown();
  } finally {
    await sql`select pg_advisory_unlock_shared(${migrationLock})`;
  }
}

/**
 * Whoever waits for a table that somebody else is reading at length keeps all others waiting behind it. So a try that doesn't
 * get its tables soon lets go of everything, lets the others through, and is made again: a step is one transaction.
 */
async function migratePatiently(sql: postgres.Sql): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(lockWaitMs)}, false)`;
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await runMigrations(drizzle(sql), { migrationsFolder: folder });
      } catch (error) {
        if (tries >= triesMax || sqlState(error) !== lockNotAvailable) throw error;
        await sleep(pauseMs);
      }
    }
  } finally {
    await sql`select set_config('lock_timeout', '0', false)`;
  }
}

/** As long as a message may wait without anybody wondering; and a quarter of an hour in all, which is longer than any report. */
const lockWaitMs = 2_000;
const pauseMs = 1_000;
const triesMax = 300;
const lockNotAvailable = '55P03';

/** What a database has been through; none: it has never been ours. */
export async function readMigrations(sql: postgres.ISql): Promise<Migration[]> {
  const [table] = await sql<
    { exists: boolean }[]
  >`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (table?.exists !== true) return [];
  return sql<Migration[]>`
    select created_at::float8 as "when", hash from drizzle.__drizzle_migrations order by created_at`;
}

/** The steps that this version knows, in their order. */
export function knownMigrations(): (Migration & { statements: string[] })[] {
  return readMigrationFiles({ migrationsFolder: folder }).map(({ folderMillis: when, hash, sql: statements }) => ({
    when,
    hash,
    statements,
  }));
}

/**
 * Makes the schema as it stood after one of the steps, in the caller's transaction, and writes down what drizzle would have:
 * it goes on from there.
 */
export async function migrateUpTo(tx: postgres.TransactionSql, last: number): Promise<void> {
  await tx`create schema if not exists drizzle`;
  await tx`
    create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  for (const { when, hash, statements } of knownMigrations().filter((migration) => migration.when <= last)) {
    for (const statement of statements) await tx.unsafe(statement);
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when}::bigint)`;
  }
}

/** A database that a newer version has migrated must not be served by this one: it would write what it doesn't know. */
async function refuseNewerSchema(sql: postgres.Sql): Promise<void> {
  const newest = (await readMigrations(sql)).at(-1)?.when ?? 0;
  if (newest > newestKnown()) {
    throw new StartFailure(
      'schema_too_new',
      'This database was migrated by a newer version of Claw Chat. Start that version, or restore a backup made before it.',
    );
  }
}

function newestKnown(): number {
  const journal = JSON.parse(readFileSync(`${folder}/meta/_journal.json`, 'utf8')) as { entries: { when: number }[] };
  return Math.max(...journal.entries.map((entry) => entry.when));
}
