import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import type { TransactionSql } from 'postgres';
import { must } from '#lib/std/must.ts';
import { connectAlone } from '../db/client.ts';
import { copyOut } from '../db/copy.ts';
import type { DatabaseAddress } from '../db/embedded.ts';
import { knownMigrations, migrationLock, readMigrations } from '../db/migrate.ts';
import type { Env } from '../env.ts';
import { StartFailure } from '../start-failure.ts';
import { createDiskStorage } from '../storage/disk.ts';
import { consumedIn } from './consumed.ts';
import { Draft } from './folder.ts';
import { format, names, type Manifest } from './manifest.ts';
import { readSecrets } from './secrets.ts';
import { readTables, rowsOf, tallyOf } from './tables.ts';

export interface TakeOptions {
  env: Env;
  address: DatabaseAddress;
  /** Where it will be. Must not be there yet. */
  folder: string;
  say(sentence: string): void;
}

/**
 * One moment of an installation as a folder, while it goes on. The rows first, all as one snapshot sees them, and the files after
 * them: a file that no row names harms nobody, and what stands under a key never changes.
 */
export async function takeBackup({ env, address, folder, say }: TakeOptions): Promise<Manifest> {
  const draft = await Draft.begin(folder);
  try {
    const rows = await takeRows(draft, address, say);
    const files = env.s3 === null ? await takeFiles(draft, env, say) : await countFiles(draft);
    const manifest: Manifest = { product: 'claw-chat', format, ...rows, files, secrets: await takeSecrets(draft, env) };
    await draft.write(names.manifest, pieces(`${JSON.stringify(manifest, null, 2)}\n`));
    await draft.finish();
    return manifest;
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

type Rows = Omit<Manifest, 'product' | 'format' | 'files' | 'secrets'>;

async function takeRows(draft: Draft, address: DatabaseAddress, say: TakeOptions['say']): Promise<Rows> {
  const sql = connectAlone(address, 'claw-chat backup');
  try {
    // Shared, and before the snapshot: a new version that starts now migrates once this is over, and not into the middle of it.
    await sql`select pg_advisory_lock_shared(${migrationLock})`;
    return await sql.begin('isolation level repeatable read read only', (tx) => readRows(draft, tx, say));
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function readRows(draft: Draft, tx: TransactionSql, say: TakeOptions['say']): Promise<Rows> {
  const migrations = [...(await readMigrations(tx))];
  refuseUnknown(migrations);
  const [now] = await tx<{ epoch: number; takenAt: Date; postgres: string }[]>`
    select epoch, now() as "takenAt", current_setting('server_version') as postgres from instance`;
  const { epoch, takenAt, postgres } = must(now, 'the row of the installation');
  const translations = await consumedIn(tx);
  const tables: Rows['tables'] = [];
  for (const table of await readTables(tx)) {
    const query = rowsOf(table, translations);
    const tally = await tallyOf(tx, query);
    if (tally.rows > manyRows) say(`${table.name}: ${tally.rows.toLocaleString('en')} rows …`);
    await draft.write(names.table(table.name), (await copyOut(tx, query)).pipe(createGzip()));
    tables.push({ ...table, ...tally });
  }
  const files = 'select key from attachments where key is not null';
  const thumbnails = `select key || '.thumbnail' from attachments where key is not null and has_thumbnail`;
  await draft.write(names.files, await copyOut(tx, `${files} union all ${thumbnails}`));
  return {
    takenAt: takenAt.toISOString(),
    postgres,
    epoch,
    migrations,
    weeks: await readWeeks(tx),
    tables,
    sequences: await readSequences(tx),
  };
}

/** From here on a table is worth a line of its own. */
const manyRows = 100_000;

function refuseUnknown(migrations: Rows['migrations']): void {
  const newest = migrations.at(-1)?.when ?? null;
  if (newest === null) throw new StartFailure('data_unreadable', 'There is nothing of Claw Chat in this database.');
  if (newest > Math.max(...knownMigrations().map(({ when }) => when))) {
    throw new StartFailure(
      'schema_too_new',
      'This database was migrated by a newer version of Claw Chat. Back it up with that one.',
    );
  }
}

async function readWeeks(tx: TransactionSql): Promise<string[]> {
  const weeks = await tx<{ monday: string }[]>`
    select replace(substr(c.relname, 8), '_', '-') as monday from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events'::regclass and c.relname ~ '^events_[0-9]{4}_[0-9]{2}_[0-9]{2}$' order by 1`;
  return weeks.map(({ monday }) => monday);
}

/** Sequences know no snapshots: one may be ahead of the rows, never behind them. */
async function readSequences(tx: TransactionSql): Promise<Rows['sequences']> {
  const sequences = await tx<Rows['sequences']>`
    select sequencename as name, last_value::float8 as last from pg_sequences
    where schemaname = 'public' and last_value is not null order by sequencename`;
  return [...sequences];
}

async function takeFiles(draft: Draft, env: Env, say: TakeOptions['say']): Promise<Manifest['files']> {
  const storage = createDiskStorage(join(env.dataDir, 'files'));
  const files: Manifest['files'] = { where: 'here', count: 0, bytes: 0, missing: [] };
  for await (const key of draft.lines(names.files)) {
    const found = await storage.get(key);
    if (found === null) files.missing.push(key);
    else files.bytes += await draft.write(names.file(key), found);
    files.count += 1;
    if (files.count % 1_000 === 0) say(`${files.count.toLocaleString('en')} files …`);
  }
  return files;
}

async function countFiles(draft: Draft): Promise<Manifest['files']> {
  let count = 0;
  for await (const _key of draft.lines(names.files)) count += 1;
  return { where: 'bucket', count, bytes: 0, missing: [] };
}

async function takeSecrets(draft: Draft, env: Env): Promise<Manifest['secrets']> {
  const kept = readSecrets(env);
  for (const { name, file } of kept) await draft.write(`${names.secrets}/${name}`, createReadStream(file));
  return kept.map(({ name }) => name);
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
