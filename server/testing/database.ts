import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { DatabaseAddress } from '#server/db/embedded.ts';

export const TEMPLATE = 'clawchat_template';

export interface TestDatabase {
  address: DatabaseAddress;
  sql: postgres.Sql;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A migrated, empty database of one's own: one per test file, in some 100 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, (admin) => clone(admin, name));
  const address = databaseOn(server, name);
  const sql = connect(address);
  return {
    address,
    sql,
    [Symbol.asyncDispose]: async () => {
      await sql.end({ timeout: 5 });
      await administer(server, (admin) => admin`drop database ${admin(name)} with (force)`);
    },
  };
}

export function connect(address: DatabaseAddress, connectionsMax = 4): postgres.Sql {
  const options = { max: connectionsMax, onnotice: () => {} };
  return 'url' in address ? postgres(address.url, options) : postgres({ ...address, ...options });
}

export function databaseOn(server: DatabaseAddress, database: string): DatabaseAddress {
  if (!('url' in server)) return { ...server, database };
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

/** Copying the files is twice as fast as writing each page to the log, and this server never has to recover. */
function clone(admin: postgres.Sql, name: string) {
  return admin`create database ${admin(name)} template ${admin(TEMPLATE)} strategy file_copy`;
}

async function administer(server: DatabaseAddress, work: (admin: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const admin = connect(server, 1);
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
