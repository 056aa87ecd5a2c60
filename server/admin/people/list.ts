import { z } from 'zod';
import type { Person } from '#lib/contract/accounts.ts';
import type { ListPeopleInput, PeoplePage } from '#lib/contract/admin/people.ts';
import { userIdSchema } from '#lib/contract/ids.ts';
import type { AppContext } from '#server/app-context.ts';
import { cut, decodeCursor, encodeCursor, instantKeySchema } from '#server/db/pagination.ts';
import type { Sql } from '#server/db/client.ts';

export interface PersonRow {
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
  { search = '', show, limit, cursor }: ListPeopleInput,
): Promise<PeoplePage> {
  const after = cursor == null ? null : decodeCursor('people', cursorKey, cursor);
  const rows = await sql<PersonRow[]>`
    select ${personColumns(sql)} from users u
    where true
      ${after === null ? sql`` : sql`and (u.created_at, u.id) < (${new Date(after[0])}, ${after[1]})`}
      ${search === '' ? sql`` : sql`and strpos(lower(u.name || ' ' || u.email), lower(${search})) > 0`}
      ${shown(sql, show)}
    order by u.created_at desc, u.id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor = hasMore && last !== undefined ? encodeCursor('people', [last.createdAt.getTime(), last.id]) : null;
  return { people: page.map(presentPerson), hasMore, nextCursor };
}

function shown(sql: Sql, show: ListPeopleInput['show']) {
  if (show === 'active') return sql`and u.disabled_at is null`;
  if (show === 'disabled') return sql`and u.disabled_at is not null`;
  if (show === 'operators') return sql`and u.is_operator`;
  return sql``;
}

/** `u` is the person. */
export function personColumns(sql: Sql) {
  return sql`u.id, u.name, u.email, u.is_operator as "isOperator", u.created_at as "createdAt",
    u.disabled_at as "disabledAt",
    (select max(s.last_seen_at) from sessions s where s.user_id = u.id) as "lastSeenAt"`;
}

export function presentPerson({ id, name, email, isOperator, ...times }: PersonRow): Person {
  return {
    id,
    name,
    email,
    isOperator,
    createdAt: times.createdAt.getTime(),
    lastSeenAt: times.lastSeenAt?.getTime() ?? null,
    disabledAt: times.disabledAt?.getTime() ?? null,
  };
}
