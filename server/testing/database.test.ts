import { expect, test } from 'vitest';
import { createTestDatabase } from './database.ts';

test('two test databases are migrated, and know nothing of each other', async () => {
  await using mine = await createTestDatabase();
  await using yours = await createTestDatabase();
  await mine.sql`create table scratch (n int)`;
  const tables = (sql: typeof mine.sql) =>
    sql`select table_name from information_schema.tables where table_name in ('scratch', 'users')`;
  expect((await tables(mine.sql)).length).toBe((await tables(yours.sql)).length + 1);
});
