import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type DatabaseAddress } from '#server/db/embedded.ts';
import { migrate } from '#server/db/migrate.ts';
import { connect, databaseOn, TEMPLATE } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: DatabaseAddress;
  }
}

interface Server {
  address: DatabaseAddress;
  stop(): Promise<void>;
}

let server: Server | null = null;

/** One server for the whole run, with one migrated database that every test file clones. */
export async function setup(project: TestProject): Promise<void> {
  server = await startServer();
  try {
    await makeTemplate(server.address);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('databaseServer', server.address);
}

export async function teardown(): Promise<void> {
  await server?.stop();
}

async function makeTemplate(server: DatabaseAddress): Promise<void> {
  await using admin = disposable(server);
  await admin.sql`drop database if exists ${admin.sql(TEMPLATE)} with (force)`;
  await admin.sql`create database ${admin.sql(TEMPLATE)}`;
  await using template = disposable(databaseOn(server, TEMPLATE));
  await migrate(template.sql);
}

/** One connection: the migrations hold a lock that belongs to theirs. */
function disposable(address: DatabaseAddress): { sql: postgres.Sql; [Symbol.asyncDispose](): Promise<void> } {
  const sql = connect(address, 1);
  return { sql, [Symbol.asyncDispose]: () => sql.end() };
}

async function startServer(): Promise<Server> {
  // The same tests on another version: any server on which this user may create databases.
  const url = process.env['TEST_DATABASE_URL'];
  return url ? { address: { url }, stop: () => Promise.resolve() } : startThrowAway();
}

async function startThrowAway(): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clawchat-test-'));
  const server = await startEmbeddedPostgres({ dataDir, settings: FAST_AND_FORGETFUL });
  const home = dirname(realpathSync(join(dataDir, 'postgres')));
  return {
    address: { host: server.socketDir, port: server.port, user: server.user, database: 'postgres' },
    stop: async () => {
      await server.stop();
      for (const place of [home, dataDir]) rmSync(place, { recursive: true, force: true });
    },
  };
}

/** A power cut costs a test run nothing. Everything that changes what a query answers stays as in production. */
const FAST_AND_FORGETFUL = {
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '64MB',
  max_connections: '300',
};
