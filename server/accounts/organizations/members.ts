import { z } from 'zod';
import { userIdSchema } from '#lib/contract/ids.ts';
import type {
  listOrganizationMembersInputSchema,
  OrganizationMember,
  OrganizationMembersPage,
} from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import { cut, decodeCursor, encodeCursor } from '#server/db/pagination.ts';
import { notFound } from '#server/errors.ts';
import { accessRun } from './access.ts';

interface MemberRow extends Omit<OrganizationMember, 'joinedAt'> {
  joinedAt: Date;
  /** What the list is sorted by. */
  sortName: string;
}

const cursorKey = z.tuple([z.string().max(400), userIdSchema]);

/** Who is in it, by name. */
export async function listMembers(
  app: AppContext,
  principal: UserPrincipal,
  { organizationId, search = '', limit, cursor }: z.infer<typeof listOrganizationMembersInputSchema>,
): Promise<OrganizationMembersPage> {
  const { sql } = app;
  const after = cursor == null ? null : decodeCursor('organization-members', cursorKey, cursor);
  await accessRun(app, principal, organizationId);
  const rows = await sql<MemberRow[]>`
    ${select(sql)} where m.organization_id = ${organizationId}
      ${after === null ? sql`` : sql`and (lower(u.name), u.id) > (${after[0]}, ${after[1]})`}
      ${search === '' ? sql`` : sql`and strpos(lower(u.name || ' ' || u.email), lower(${search})) > 0`}
    order by lower(u.name), u.id limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor =
    hasMore && last !== undefined ? encodeCursor('organization-members', [last.sortName, last.userId]) : null;
  return { members: page.map(present), hasMore, nextCursor };
}

export async function readMember(
  { sql }: Pick<AppContext, 'sql'>,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<OrganizationMember> {
  const [row] = await sql<MemberRow[]>`
    ${select(sql)} where m.organization_id = ${organizationId} and m.user_id = ${userId}`;
  if (row === undefined) throw notFound();
  return present(row);
}

function select(sql: Sql) {
  return sql`
    select u.id as "userId", u.name, u.email, m.role, m.joined_at as "joinedAt", u.disabled_at is not null as "isDisabled",
      lower(u.name) as "sortName"
    from organization_members m join users u on u.id = m.user_id`;
}

function present({ userId, name, email, role, joinedAt, isDisabled }: MemberRow): OrganizationMember {
  return { userId, name, email, role, joinedAt: joinedAt.getTime(), isDisabled };
}
