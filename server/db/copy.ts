import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from 'postgres';

/** The rows of a query, in Postgres' own text, as fast as whoever reads them. */
export function copyOut(tx: TransactionSql, query: string): Promise<Readable> {
  return tx.unsafe(`copy (${query}) to stdout`).readable();
}

interface CopyQuery {
  writable(): Promise<Writable>;
  reject(error: unknown): void;
}

/**
 * Rows into a table. The driver has answered the query by handing its stream out, and then tells nobody that the server
 * refused the rows; without taking that answer this would wait for ever.
 */
export async function copyIn(
  tx: TransactionSql,
  into: { table: string; columns: string[] },
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const query = tx.unsafe(`copy ${quoted(into.table)} (${into.columns.map(quoted).join(', ')}) from stdin`);
  const stream = await query.writable();
  const refused = Promise.withResolvers<never>();
  (query as unknown as CopyQuery).reject = refused.reject;
  await Promise.race([pipeline(rows, stream), refused.promise]);
}

/** A name as it stands in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as it stands in a statement that takes no parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
