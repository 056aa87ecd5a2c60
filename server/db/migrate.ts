import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import type postgres from 'postgres';
import { StartFailure } from '../start-failure.ts';

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url));

/** One number for all nodes: whoever holds it migrates, the others wait and then find nothing to do. */
const migrationLock = 7_241_118;

/** Brings the schema up to date. Takes a client of its own with one connection, since the lock belongs to a connection. */
export async function migrate(sql: postgres.Sql): Promise<void> {
  await sql`select pg_advisory_lock(${migrationLock})`;
  try {
    await refuseNewerSchema(sql);
    await runMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql`select pg_advisory_unlock(${migrationLock})`;
  }
}

/** A database that a newer version has migrated must not be served by this one: it would write what it doesn't know. */
async function refuseNewerSchema(sql: postgres.Sql): Promise<void> {
  const [table] = await sql<
    { exists: boolean }[]
  >`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`;
  if (table?.exists !== true) return;
  const [row] = await sql<
    { newest: string | null }[]
  >`select max(created_at)::text as newest from drizzle.__drizzle_migrations`;
  if (Number(row?.newest ?? 0) > newestKnown()) {
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
