import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { until } from '#server/testing/until.ts';
import { connect, type DatabaseClients } from './client.ts';

let database: TestDatabase;
let clients: DatabaseClients;

beforeAll(async () => {
  database = await createTestDatabase();
  clients = connect(database.address);
});
afterAll(async () => {
  await clients.close();
  await database[Symbol.asyncDispose]();
});

/** A transaction whose connection Postgres ends, and that goes on all the same once it has been told. */
function interrupted(goOn: () => Promise<unknown>): Promise<unknown> {
  return clients.sql.begin(async (tx) => {
    const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const waiting = tx`select pg_sleep(60)`.catch(() => undefined);
    await database.sql`select pg_terminate_backend(${row?.pid ?? 0})`;
    await waiting;
    await goOn();
    return tx`select 1`;
  });
}

const connections = 10;

// The two moments in which the driver can be caught; see scripts/bootstrap/mend-driver.mjs.
test('a statement in the very moment in which its connection ends fails, and the connection is good again when it is made anew', async () => {
  const all = Array.from({ length: connections }, () => interrupted(async () => undefined));
  for (const one of await Promise.allSettled(all)) expect(one.status).toBe('rejected');
  // One that has not closed yet fails whoever is given it; none may keep them waiting.
  await until(async () => {
    const answers = Array.from({ length: connections }, () => clients.sql`select pg_sleep(0.05)`);
    return (await Promise.allSettled(answers)).every(({ status }) => status === 'fulfilled');
  });
});

test('a statement on a connection that has ended fails, and the process lives', async () => {
  const later = async () => {
    for (let n = 0; n < 5; n++) await database.sql`select 3`;
  };
  await expect(interrupted(later)).rejects.toBeInstanceOf(Error);
  // It would end with the next turn of the event loop.
  expect(await clients.sql`select 4 as n`).toEqual([{ n: 4 }]);
});
