import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { takeLock } from '#server/process-lock.mjs';
import { StartFailure } from '#server/start-failure.ts';
import { copyBinaries, installedBinaries, type Binaries } from './embedded/binaries.ts';
import { prepareHome, type Home } from './embedded/home.ts';
import { endOrphan, runInitdb, SOCKET_PORT, startPostmaster } from './embedded/postmaster.ts';
import { keepRunning } from './embedded/supervisor.ts';

/** Everything that the driver needs to reach a database: `postgres(address)` or, with a URL, `postgres(address.url)`. */
export type DatabaseAddress = { host: string; port: number; user: string; database: string } | { url: string };

export interface EmbeddedPostgres {
  socketDir: string;
  port: number;
  user: 'postgres';
  /** A server that outlived a crashed app was found, and was ended before this one started. */
  adopted: boolean;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  settings?: Record<string, string>;
  onProgress?: (sentence: string) => void;
}

/**
 * The Postgres that comes with the app: a child process on a unix socket, that opens no port and ends with us.
 * The lock comes first, because everything after it (binaries, cluster, orphans) assumes that nobody else is at it.
 */
export async function startEmbeddedPostgres({
  dataDir,
  settings = {},
  onProgress = () => {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const installed = installedBinaries();
  const home = withFileErrors(dataDir, () => prepareHome(dataDir));
  if (home.movedFrom)
    onProgress(
      `The database's files are in ${home.directory}: as root it runs as an unprivileged user, who can't enter ${home.movedFrom}.`,
    );
  const lock = lockHome(home);
  try {
    refuseOtherMajor(home, installed);
    const adopted = await endOrphan(home);
    if (adopted) onProgress('Ended the database that a crash had left running.');
    const native = withFileErrors(dataDir, () => copyBinaries(installed, home.directory, onProgress));
    if (!existsSync(join(home.cluster, 'PG_VERSION')))
      withFileErrors(dataDir, () => createCluster(home, native, settings, onProgress));
    const run = () => startPostmaster(home, native, settings);
    const postmaster = keepRunning(await run(), { start: run, onProgress });
    let stopping: Promise<void> | null = null;
    const stop = () => (stopping ??= postmaster.stop().finally(lock.release));
    return {
      socketDir: home.socketDir,
      port: SOCKET_PORT,
      user: 'postgres',
      adopted,
      stop,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Creates the database when it is missing and says how to reach it. */
export async function ensureDatabase(server: EmbeddedPostgres, database: string): Promise<DatabaseAddress> {
  const place = { host: server.socketDir, port: server.port, user: server.user };
  const sql = postgres({ ...place, database: 'postgres', max: 1, onnotice: () => {} });
  try {
    const [found] = await sql`select 1 from pg_database where datname = ${database}`;
    if (!found) await sql`create database ${sql(database)}`;
    return { ...place, database };
  } finally {
    await sql.end();
  }
}

function lockHome(home: Home): { release: () => void } {
  const lock = withFileErrors(home.directory, () => takeLock(join(home.directory, 'postgres.lock'), 'the app'));
  if (lock.taken) return lock;
  throw new StartFailure(
    'data_in_use',
    `The data directory ${home.movedFrom ?? home.directory} is in use by process ${lock.holder.pid}. Stop it first, or set DATA_DIR to another directory.`,
  );
}

function refuseOtherMajor(home: Home, installed: Binaries): void {
  const file = join(home.cluster, 'PG_VERSION');
  if (!existsSync(file)) return;
  const made = withFileErrors(home.directory, () => readFileSync(file, 'utf8').trim());
  if (made === installed.major) return;
  throw new StartFailure(
    'data_of_other_version',
    `The database in ${home.cluster} was made by Postgres ${made}, and Postgres ${installed.major}, which comes with this version, can't read it. Nothing was changed. Go back to the version that made it and take a backup there, then move the directory away and restore into a new one.`,
  );
}

/** Under its final name only when whole: a start that was interrupted here begins anew. */
function createCluster(
  home: Home,
  native: string,
  settings: Record<string, string>,
  onProgress: (sentence: string) => void,
): void {
  onProgress(`Creating the database in ${home.cluster}.`);
  const draft = `${home.cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (home.identity) chownSync(draft, home.identity.uid, home.identity.gid);
  runInitdb(home, native, draft, settings['fsync'] !== 'off');
  renameSync(draft, home.cluster);
}

/** What the file system refuses, in words: the three that a person can do something about. */
function withFileErrors<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new StartFailure(
        'disk_full',
        `The disk that holds ${dataDir} is full. Free some space, then start again.`,
        { cause: error },
      );
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
      throw new StartFailure(
        'data_unreadable',
        `The data directory ${dataDir} can't be written by this user: ${(error as Error).message}.`,
        { cause: error },
      );
    throw error;
  }
}
