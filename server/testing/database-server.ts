import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { must } from '#lib/std/must.ts';
import { startEmbeddedPostgres, type DatabaseAddress } from '#server/db/embedded.ts';
import { migrate } from '#server/db/migrate.ts';
import { connect } from './database.ts';

/** A Postgres of the drill's own, that can go away and come back at the same address. */
export interface DatabaseServer extends AsyncDisposable {
  address: DatabaseAddress;
  /** As an operator stops it: connections are closed, what is committed is on disk. */
  stop(): Promise<void>;
  /** As the kernel ends it when memory runs out. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface DatabaseServerOptions {
  /** Where its files go: a folder that is there. Without one, a folder of its own that goes with it. */
  dataDir?: string;
  settings?: Record<string, string>;
  /** A folder of Postgres' user where the data of the database goes, apart from the rest. */
  tablespace?: string;
}

/**
 * With one migrated database on it. Nothing here cuts the power, so nothing has to reach the disk; but what is acknowledged
 * has left the process, or a kill would lose what no kill may lose.
 */
export async function startDatabaseServer(options: DatabaseServerOptions = {}): Promise<DatabaseServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'clawchat-drill-'));
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '300', ...options.settings };
  const run = () => startEmbeddedPostgres({ dataDir, settings });
  let server = await run();
  const cluster = realpathSync(join(dataDir, 'postgres'));
  const place = { host: server.socketDir, port: server.port, user: server.user };
  const address = { ...place, database: 'drill' };
  await withOne({ ...place, database: 'postgres' }, async (sql) => {
    const { tablespace } = options;
    if (tablespace !== undefined) await sql.unsafe(`create tablespace apart location '${tablespace}'`);
    await sql.unsafe(`create database drill ${tablespace === undefined ? '' : 'tablespace apart'}`);
  });
  await withOne(address, migrate);
  return {
    address,
    stop: () => server.stop(),
    kill: async () => {
      process.kill(pidOf(cluster), 'SIGKILL');
      await server.stop();
    },
    start: async () => {
      server = await run();
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      if (options.dataDir !== undefined) return;
      for (const folder of [dirname(cluster), dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function pidOf(cluster: string): number {
  return Number(must(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0], 'the pid of Postgres'));
}

async function withOne(
  address: DatabaseAddress,
  work: (sql: ReturnType<typeof connect>) => PromiseLike<unknown>,
): Promise<void> {
  const sql = connect(address, 1);
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
