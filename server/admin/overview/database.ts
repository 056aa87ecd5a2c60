import { must } from '#lib/std/must.ts';
import type { Sql } from '#server/db/client.ts';

/** There and back. */
export async function pingMs(sql: Sql): Promise<number> {
  const began = performance.now();
  await sql`select 1`;
  return Math.round((performance.now() - began) * 10) / 10;
}

/** What all of it takes, and what the files take that people and agents have sent. */
export async function readDatabase(sql: Sql): Promise<{ bytes: number; fileBytes: number }> {
  const [row] = await sql<{ bytes: number; fileBytes: number }[]>`
    select pg_database_size(current_database()) as bytes,
      (select coalesce(sum(size), 0)::float8 from attachments where key is not null) as "fileBytes"`;
  return must(row, 'the sizes');
}
