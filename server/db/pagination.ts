import { z } from 'zod';
import { Fault } from '../errors.ts';

/**
 * A cursor is where the last page ended: the sort key of its last row, under the name of its list. Opaque to callers, but
 * no secret: it only ever narrows what the caller may read anyway.
 */
export function encodeCursor(list: string, key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url');
}

export function decodeCursor<K extends z.ZodTuple>(list: string, key: K, cursor: string): z.infer<K> {
  const parsed = z
    .tuple([z.literal(list)])
    .rest(z.unknown())
    .safeParse(readJson(cursor));
  const values = parsed.success ? key.safeParse(parsed.data.slice(1)) : parsed;
  if (!values.success) {
    throw new Fault('invalid_input', "That cursor isn't one of this list.", {
      issues: [{ path: 'cursor', message: "isn't one of this list" }],
    });
  }
  return values.data as z.infer<K>;
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null; // Not a cursor at all: the schema says so.
  }
}

/** An instant in a cursor. Later ones than this are no dates, to JavaScript or to the database. */
export const instantKeySchema = z.number().int().min(0).max(8.64e15);

/** One row more than the page was read, to know whether there is another page. */
export function cut<T>(rows: T[], limit: number): { page: T[]; hasMore: boolean } {
  return { page: rows.slice(0, limit), hasMore: rows.length > limit };
}
