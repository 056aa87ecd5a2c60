import { z } from 'zod';
import type {
  ListedOrganization,
  ListOrganizationsInput,
  OrganizationsPage,
} from '#lib/contract/admin/organizations.ts';
import { organizationIdSchema } from '#lib/contract/organizations.ts';
import type { AppContext } from '../app-context.ts';
import { cut, decodeCursor, encodeCursor, instantKeySchema } from '../db/pagination.ts';

interface OrganizationRow extends Omit<ListedOrganization, 'createdAt'> {
  createdAt: Date;
}

const cursorKey = z.tuple([instantKeySchema, organizationIdSchema]);

/** How many owners a line names. */
const ownersMax = 3;

/** All there are, the newest first. Whose pages they are, and how large. */
export async function listOrganizations(
  { sql }: AppContext,
  { search = '', limit, cursor }: ListOrganizationsInput,
): Promise<OrganizationsPage> {
  const after = cursor == null ? null : decodeCursor('organizations', cursorKey, cursor);
  const rows = await sql<OrganizationRow[]>`
    select o.id as "organizationId", o.name, o.created_at as "createdAt", o.message_days as "messageDays",
      (select count(*)::int from organization_members m where m.organization_id = o.id) as people,
      (select count(*)::int from sandboxes s
        where s.organization_id = o.id and s.status not in ('destroying', 'destroyed')) as agents,
      coalesce((select json_agg(owner) from (
        select u.id as "userId", u.name from organization_members m join users u on u.id = m.user_id
        where m.organization_id = o.id and m.role = 'owner' and u.disabled_at is null
        order by u.name, u.id limit ${ownersMax}) owner), '[]'::json) as owners
    from organizations o
    where true
      ${after === null ? sql`` : sql`and (o.created_at, o.id) < (${new Date(after[0])}, ${after[1]})`}
      ${search === '' ? sql`` : sql`and (o.id = ${search} or strpos(lower(o.name), lower(${search})) > 0)`}
    order by o.created_at desc, o.id desc limit ${limit + 1}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const nextCursor =
    hasMore && last !== undefined
      ? encodeCursor('organizations', [last.createdAt.getTime(), last.organizationId])
      : null;
  return {
    organizations: page.map((row) => ({ ...row, createdAt: row.createdAt.getTime() })),
    hasMore,
    nextCursor,
  };
}
