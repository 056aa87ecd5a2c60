import postgres, { type Sql } from 'postgres';
import type { TestServer } from './server.ts';

/** For what has no way through the program yet. */
export async function inDatabase<T>(server: TestServer, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres({ ...server.database, max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
