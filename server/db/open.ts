import postgres from 'postgres';
import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';
import { StartFailure } from '../start-failure.ts';
import { ensureDatabase, startEmbeddedPostgres, type DatabaseAddress } from './embedded.ts';
import { embeddedDatabase } from './embedded/running.ts';
import { migrate } from './migrate.ts';

const oldestVersion = 15;

export interface OpenDatabase extends AsyncDisposable {
  address: DatabaseAddress;
}

/** A database that is there, is what we need, and has our schema: the embedded one, or the operator's own. */
export async function openDatabase(env: Env, log: Logger): Promise<OpenDatabase> {
  const server = env.databaseUrl === null ? await embedded(env, log) : external(env.databaseUrl);
  try {
    await prepare(server.address);
    return server;
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
}

async function embedded(env: Env, log: Logger): Promise<OpenDatabase> {
  const onProgress = (sentence: string) => log.info(sentence);
  const server = await startEmbeddedPostgres({ dataDir: env.dataDir, onProgress });
  return { address: await ensureDatabase(server, embeddedDatabase), [Symbol.asyncDispose]: () => server.stop() };
}

function external(url: string): OpenDatabase {
  return { address: { url }, [Symbol.asyncDispose]: async () => undefined };
}

/** One connection of its own: the migration's lock belongs to a connection. */
async function prepare(address: DatabaseAddress): Promise<void> {
  const options = { max: 1, connect_timeout: 10, onnotice: () => undefined };
  const sql = 'url' in address ? postgres(address.url, options) : postgres({ ...address, ...options });
  try {
    await demandFit(sql);
    await migrateOrSay(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Says why a server can't be ours: too old, another encoding, or one that doesn't wait for the disk. */
export async function demandFit(sql: postgres.Sql): Promise<void> {
  refuseUnfit(await readSettings(sql));
}

export interface Settings {
  version: number;
  encoding: string;
  fsync: string;
  synchronousCommit: string;
}

/** "Sent" promises that a message is on disk. A server that is told not to wait for the disk can't keep that promise. */
export function refuseUnfit(settings: Settings): void {
  if (settings.version < oldestVersion * 10_000) {
    const found = Math.floor(settings.version / 10_000);
    throw new StartFailure(
      'database_too_old',
      `The database is Postgres ${found}. Claw Chat needs ${oldestVersion} or newer.`,
    );
  }
  if (settings.encoding !== 'UTF8') {
    throw new StartFailure('database_unfit', `The database's encoding is ${settings.encoding}. Make one with UTF8.`);
  }
  if (settings.fsync !== 'on' || settings.synchronousCommit === 'off') {
    throw new StartFailure(
      'database_unfit',
      'The database runs with fsync or synchronous_commit off, so it can lose what it has confirmed. Switch both on.',
    );
  }
}

async function readSettings(sql: postgres.Sql): Promise<Settings> {
  try {
    const [row] = await sql<Settings[]>`
      select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as "synchronousCommit"`;
    if (row === undefined) throw new Error('no settings');
    return row;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartFailure('database_unreachable', `The database can't be reached: ${why}.`, { cause });
  }
}

export async function migrateOrSay(sql: postgres.Sql): Promise<void> {
  try {
    await migrate(sql);
  } catch (cause) {
    if (cause instanceof StartFailure) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartFailure(
      'migration_failed',
      `The database could not be brought up to date: ${why}. Nothing was changed.`,
      {
        cause,
      },
    );
  }
}
