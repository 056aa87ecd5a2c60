import { z } from 'zod';
import type { listPeopleInputSchema, PeoplePage, Person } from '#lib/contract/accounts.ts';
import { userIdSchema } from '#lib/contract/ids.ts';
import type { AppContext } from '../app-context.ts';
import { cut, decodeCursor, encodeCursor, instantKeySchema } from '../db/pagination.ts';
import { notFound } from '../errors.ts';

interface PersonRow {
  id: string;
  name: string;
  email: string;
  isOperator: boolean;
  createdAt: Date;
  lastSeenAt: Date | null;
  disabledAt: Date | null;
}

const cursorKey = z.tuple([instantKeySchema, userIdSchema]);

/** Who has an account here, the newest first. */
export async function listPeople(
  { sql }: AppContext,
  { search = '', limit, cursor }: z.infer<typeof listPeopleInputSchema>,
): Promise<PeoplePage> {
  const after = cursor == null ? null : decodeCursor('people', cursorKey, cursor);
  const rows = await sql<PersonRow[]>`
    select u.id, u.name, u.email, u.is_operator as "isOperator", u.created_at as "createdAt",
      u.disabled_at as "disabledAt",
      (select max(s.last_seen_at) from sessions s where s.user_id = u.id) as "lastSeenAt"
    from users u
    where true
      ${after === null ? sql`` : sql`and (u.created_at, u.id) < (${new Date(after[0])}, ${after[1]})`}
      ${search === '' ? sql`` : sql`and strpos(lower(u.name || ' ' || u.email), lower(${search})) > 0`}
    order by u.created_at desc, u.id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('people', [last.createdAt.getTime(), last.id]) : null;
  return { people: page.map(present), hasMore, nextCursor };
}

/** Who isn't here is not found, rather than somebody without anything. */
export async function accessPerson({ sql }: AppContext, userId: string): Promise<{ userId: string }> {
  const found = await sql`select from users where id = ${userId}`;
  if (found.count === 0) throw notFound();
  return { userId };
}

function present(row: PersonRow): Person {
  return {
    ...row,
    createdAt: row.createdAt.getTime(),
    lastSeenAt: row.lastSeenAt?.getTime() ?? null,
    disabledAt: row.disabledAt?.getTime() ?? null,
  };
}
