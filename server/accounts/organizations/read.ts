import type { Organization, OrganizationUsage, OwnOrganization } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { accessOrganization, accessRun } from './access.ts';

/** More than anybody is in; a bound for who is put into them by a script. */
const ownMax = 200;

/** Those that this person is in, by name. */
export async function listOwn(
  { sql }: AppContext,
  { userId }: UserPrincipal,
): Promise<{ organizations: OwnOrganization[] }> {
  const organizations = await sql<OwnOrganization[]>`
    select o.id as "organizationId", o.name, m.role, (
      select count(*)::int from sandboxes s
      where s.organization_id = o.id and s.status not in ('destroying', 'destroyed')) as agents
    from organization_members m join organizations o on o.id = m.organization_id
    where m.user_id = ${userId} order by lower(o.name), o.id limit ${ownMax}`;
  return { organizations: [...organizations] };
}

export async function readOrganization(
  app: AppContext,
  principal: UserPrincipal,
  organizationId: string,
): Promise<Organization> {
  const { id, name, role, messageDays, createdAt } = await accessOrganization(app, principal, organizationId);
  return { organizationId: id, name, role, messageDays, createdAt: createdAt.getTime() };
}

/** How much there is of it. One statement beside the access, whatever there is to count. */
export async function readUsage(
  app: AppContext,
  principal: UserPrincipal,
  organizationId: string,
): Promise<OrganizationUsage> {
  const { id } = await accessRun(app, principal, organizationId);
  const [row] = await app.sql<OrganizationUsage[]>`
    with agents as (
      select s.id from sandboxes s where s.organization_id = ${id} and s.status not in ('destroying', 'destroyed')
    ), held as (select c.id from conversations c join agents a on a.id = c.sandbox_id)
    select
      (select count(*)::int from organization_members where organization_id = ${id}) as people,
      (select count(*)::int from agents) as agents,
      (select count(*)::int from held) as conversations,
      (select count(*)::int from messages m join held on held.id = m.conversation_id and m.deleted_at is null) as messages,
      (select coalesce(sum(f.size), 0)::float8 from attachments f join held on held.id = f.conversation_id
        where f.status = 'linked') as "fileBytes"`;
  return must(row, 'figures');
}
