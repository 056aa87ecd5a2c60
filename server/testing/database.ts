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
      await administer(server, async (admin) => {
        await unused(admin, name);
        await admin`drop database ${admin(name)} with (force)`;
      });
    },
  };
}

const lookEveryMs = 20;
const looksMax = 100;

/** A connection that is on its way out would be told that its database is gone, and nobody listens to it any more. */
async function unused(admin: postgres.Sql, name: string): Promise<void> {
  for (let look = 0; look < looksMax; look++) {
    const left = await admin`select from pg_stat_activity where datname = ${name}`;
    if (left.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
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
