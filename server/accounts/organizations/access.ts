import type { OrganizationRole } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';

export interface OrganizationRow {
  id: string;
  name: string;
  messageDays: number | null;
  createdAt: Date;
  /** Null: an operator who isn't in it. */
  role: OrganizationRole | null;
}

/** The organization that this person is in, or looks after as an operator. */
export async function accessOrganization(
  { sql }: Pick<AppContext, 'sql'>,
  { userId, isOperator }: UserPrincipal,
  organizationId: string,
): Promise<OrganizationRow> {
  const [row] = await sql<OrganizationRow[]>`
    select o.id, o.name, o.message_days as "messageDays", o.created_at as "createdAt", m.role
    from organizations o
    left join organization_members m on m.organization_id = o.id and m.user_id = ${userId}
    where o.id = ${organizationId} and (m.role is not null or ${isOperator})`;
  if (row === undefined) throw notFound();
  return row;
}

/** The organization that is this person's to run. To a member of it there is nothing to run. */
export async function accessRun(
  app: Pick<AppContext, 'sql'>,
  principal: UserPrincipal,
  organizationId: string,
): Promise<OrganizationRow> {
  const row = await accessOrganization(app, principal, organizationId);
  if (row.role === 'member' || (row.role === null && !principal.isOperator)) throw notFound();
  return row;
}
