import type { TransactionSql } from 'postgres';
import { applicationName } from '../db/client.ts';
import { quoted } from '../db/copy.ts';
import { migrationLock } from '../db/migrate.ts';
import { StartFailure } from '../start-failure.ts';
import { readTables, type Table } from './tables.ts';

interface Clearing {
  replace: boolean;
  /** Names what is moved aside. */
  stamp: string;
}

/**
 * Leaves a database without a schema of ours. What holds anything is refused, or moved aside whole, never dropped: the name of the
 * schema that it has then, or null. What was only ever started holds nothing.
 */
export async function clearTheWay(tx: TransactionSql, { replace, stamp }: Clearing): Promise<string | null> {
  await refuseRunning(tx);
  // A start that comes in between waits until this is over.
  await tx`select pg_advisory_xact_lock(${migrationLock})`;
  const tables = await readTables(tx);
  if (tables.length === 0) return null;
  const isEmpty = await holdNothing(tx, tables);
  if (!isEmpty && !replace) {
    throw new StartFailure(
      'database_not_empty',
      'There is something in this database already, and nothing was changed. Restore into an empty one, or say --replace: ' +
        'then what is there is moved aside.',
    );
  }
  const aside = `before_restore_${stamp}`;
  await tx.unsafe(`alter schema public rename to ${quoted(aside)}`);
  await tx`create schema public`;
  await tx`grant usage on schema public to public`;
  await tx.unsafe(`alter table if exists drizzle.__drizzle_migrations set schema ${quoted(aside)}`);
  // What waits there are rounds of sweeping. The next start makes it anew.
  await tx`drop schema if exists graphile_worker cascade`;
  if (!isEmpty) return aside;
  await tx.unsafe(`drop schema ${quoted(aside)} cascade`);
  return null;
}

async function refuseRunning(tx: TransactionSql): Promise<void> {
  const running = await tx`
    select from pg_stat_activity where datname = current_database() and application_name = ${applicationName} limit 1`;
  if (running.length === 0) return;
  throw new StartFailure(
    'data_in_use',
    'Claw Chat runs on this database. Stop it, on every node, and restore then. Nothing was changed.',
  );
}

/** A start writes down what it is and where its effects begin to read. */
const ofEachStart = new Set(['instance', 'consumers']);

async function holdNothing(tx: TransactionSql, tables: Table[]): Promise<boolean> {
  for (const { name } of tables.filter((table) => !ofEachStart.has(table.name))) {
    const found = await tx.unsafe(`select from public.${quoted(name)} limit 1`);
    if (found.length > 0) return false;
  }
  return true;
}
