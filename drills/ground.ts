import { randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbeddedPostgres } from '#server/db/embedded.ts';
import { migrate } from '#server/db/migrate.ts';
import { connect, type TestDatabase } from '#server/testing/database.ts';

/** What a drill stands on: databases of its own, each migrated and empty. */
export interface Ground {
  newDatabase(): Promise<TestDatabase>;
}

/** A database server for drills that run by themselves; `npm test` brings one of its own. */
export async function openGround(settings: Record<string, string> = forgetful): Promise<Ground & AsyncDisposable> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clawchat-drill-'));
  const server = await startEmbeddedPostgres({ dataDir, settings });
  const home = dirname(realpathSync(join(dataDir, 'postgres')));
  const place = { host: server.socketDir, port: server.port, user: server.user };
  return {
    newDatabase: async () => {
      const database = `drill_${randomBytes(6).toString('hex')}`;
      const address = { ...place, database };
      await withOne({ ...place, database: 'postgres' }, (sql) => sql`create database ${sql(database)}`);
      await withOne(address, migrate);
      const sql = connect(address);
      return { address, sql, [Symbol.asyncDispose]: () => sql.end({ timeout: 5 }) };
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      for (const folder of [home, dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Nothing here cuts the power, so nothing has to reach the disk. */
const forgetful = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

async function withOne(
  address: TestDatabase['address'],
  work: (sql: TestDatabase['sql']) => PromiseLike<unknown>,
): Promise<void> {
  const sql = connect(address, 1);
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
