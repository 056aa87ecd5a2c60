import type { TransactionSql } from 'postgres';
import { connectAlone } from '../db/client.ts';
import { copyIn, quoted } from '../db/copy.ts';
import type { DatabaseAddress } from '../db/embedded.ts';
import { knownMigrations, migrateUpTo } from '../db/migrate.ts';
import { migrateOrSay } from '../db/open.ts';
import type { Env } from '../env.ts';
import { checkKey } from '../key-check.ts';
import { loadSecrets } from '../secrets.ts';
import { StartFailure } from '../start-failure.ts';
import type { Storage } from '../storage/storage.ts';
import { Backup } from './folder.ts';
import { names, parseManifest, type Manifest } from './manifest.ts';
import { placeSecrets } from './secrets.ts';
import { readTables, rowsOf, tallyOf, type Table } from './tables.ts';
import { clearTheWay } from './way.ts';

export interface RestoreOptions {
  env: Env;
  address: DatabaseAddress;
  storage: Storage;
  folder: string;
  /** What is in the database is moved aside instead of being a reason to refuse. */
  replace: boolean;
  say(sentence: string): void;
}

export interface Restored {
  manifest: Manifest;
  epoch: number;
  /** The schema that holds what was there before; null: there was nothing. */
  aside: string | null;
}

/**
 * Makes a database what it was. In one transaction: the schema of that time, the rows, the proof that they are all there, and a new
 * epoch; so a restore that ends in the middle has changed nothing. The schema of today comes after it, as at any start.
 */
export async function restoreBackup({
  env,
  address,
  storage,
  folder,
  replace,
  say,
}: RestoreOptions): Promise<Restored> {
  const backup = await Backup.open(folder);
  const manifest = parseManifest(await backup.text(names.manifest));
  refuseUnknown(manifest);
  const secrets = new Map<string, string>();
  for (const name of manifest.secrets) secrets.set(name, await backup.text(`${names.secrets}/${name}`));
  const sql = connectAlone(address, 'claw-chat restore');
  try {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    let placed = { undo: () => undefined as void };
    const restoring = sql.begin(async (tx) => {
      const aside = await clearTheWay(tx, { replace, stamp });
      await migrateUpTo(tx, newestOf(manifest));
      await readIn(tx, { backup, manifest, say });
      const epoch = await raiseEpoch(tx);
      await readInFiles({ backup, storage, say });
      placed = placeSecrets(env.dataDir, secrets, stamp);
      await checkKey(tx, loadSecrets(env));
      return { manifest, epoch, aside };
    });
    const restored = await restoring.catch((error: unknown) => {
      placed.undo();
      throw error;
    });
    await migrateOrSay(sql);
    return restored;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function newestOf({ migrations }: Manifest): number {
  return Math.max(...migrations.map(({ when }) => when));
}

/** Another history than ours can't be made again here. */
function refuseUnknown(manifest: Manifest): void {
  const known = knownMigrations();
  if (newestOf(manifest) > Math.max(...known.map(({ when }) => when))) {
    throw new StartFailure(
      'schema_too_new',
      'This backup was made by a newer version of Claw Chat. Restore it with that version.',
    );
  }
  const ours = known.filter(({ when }) => when <= newestOf(manifest)).map(({ hash }) => hash);
  if (ours.join() !== manifest.migrations.map(({ hash }) => hash).join()) {
    throw new StartFailure('backup_unfit', 'The database of this backup has another history than this version knows.');
  }
}

interface Reading {
  backup: Backup;
  manifest: Manifest;
  say(sentence: string): void;
}

async function readIn(tx: TransactionSql, { backup, manifest, say }: Reading): Promise<void> {
  const { tables, sequences, weeks } = manifest;
  refuseOtherTables(await readTables(tx), tables);
  // Without its week a row would go to the partition of last resort, which nothing drops.
  for (const monday of weeks) await tx`select make_event_partition(${monday}::date)`;
  const all = tables.map(({ name }) => quoted(name));
  await tx.unsafe(`truncate ${all.join(', ')}`);
  // What they do was done when these rows were written.
  for (const name of all) await tx.unsafe(`alter table ${name} disable trigger user`);
  for (const table of tables) {
    if (table.rows > manyRows) say(`${table.name}: ${table.rows.toLocaleString('en')} rows …`);
    await copyIn(tx, { table: table.name, columns: table.columns }, backup.unzipped(names.table(table.name)));
  }
  for (const name of all) await tx.unsafe(`alter table ${name} enable trigger user`);
  for (const { name, last } of sequences) await tx`select setval(${quoted(name)}::regclass, ${last}::bigint)`;
  for (const table of tables) await verify(tx, table);
}

const manyRows = 100_000;

function refuseOtherTables(ours: Table[], theirs: Table[]): void {
  const shape = (tables: Table[]) =>
    tables
      .map(({ name, columns }) => `${name}(${columns.toSorted().join()})`)
      .toSorted()
      .join();
  if (shape(ours) === shape(theirs)) return;
  throw new StartFailure('backup_unfit', 'The tables of this backup aren’t those of the version that made it.');
}

async function verify(tx: TransactionSql, table: Manifest['tables'][number]): Promise<void> {
  const { rows, checksum } = await tallyOf(tx, rowsOf(table));
  if (rows === table.rows && checksum === table.checksum) return;
  throw new StartFailure(
    'backup_unfit',
    `The table ${table.name} came out otherwise than it was (${rows} rows, and ${table.rows} were there). Nothing was changed.`,
  );
}

/**
 * Higher than before, and another than that of any other restore of the same backup: positions that clients know from there are
 * of a history that is not this one. Seconds since 2026 fit the column until 2094.
 */
async function raiseEpoch(tx: TransactionSql): Promise<number> {
  const [row] = await tx<{ epoch: number }[]>`
    update instance set epoch = greatest(epoch + 1, extract(epoch from clock_timestamp() - timestamptz '2026-01-01Z')::int)
    returning epoch`;
  if (row === undefined) throw new StartFailure('backup_unfit', 'This backup has no row of its installation.');
  return row.epoch;
}

async function readInFiles({ backup, storage, say }: Omit<Reading, 'manifest'> & { storage: Storage }): Promise<void> {
  let count = 0;
  for (const name of backup.names()) {
    if (!name.startsWith('files/')) continue;
    await storage.put(name.slice('files/'.length), backup.read(name), await backup.size(name));
    count += 1;
    if (count % 1_000 === 0) say(`${count.toLocaleString('en')} files …`);
  }
}
