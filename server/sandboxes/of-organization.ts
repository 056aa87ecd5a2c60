import type { OrganizationAgent } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import { accessRun } from '../accounts/organizations/access.ts';
import type { AppContext } from '../app-context.ts';
import { readApprovers } from './approvers.ts';

interface AgentRow extends Omit<OrganizationAgent, 'createdAt' | 'approvers' | 'isNamed'> {
  createdAt: Date;
  namedIds: string[];
}

/** An organization's agents, for whoever runs it. Three statements, however many there are. */
export async function listOfOrganization(
  app: AppContext,
  principal: UserPrincipal,
  organizationId: string,
): Promise<{ agents: OrganizationAgent[] }> {
  const { id } = await accessRun(app, principal, organizationId);
  const rows = await app.sql<AgentRow[]>`
    select s.id as "sandboxId", s.label, s.flag, s.runtime, s.status, s.created_at as "createdAt",
      array(select a.user_id from sandbox_approvers a where a.sandbox_id = s.id) as "namedIds"
    from sandboxes s where s.organization_id = ${id} and s.status not in ('destroying', 'destroyed')
    order by lower(s.label), s.id`;
  const approvers = await readApprovers(
    app,
    rows.map(({ sandboxId }) => sandboxId),
  );
  return {
    agents: rows.map(({ createdAt, namedIds, ...agent }) => {
      const deciding = approvers.get(agent.sandboxId) ?? [];
      const isNamed = deciding.some(({ userId }) => namedIds.includes(userId));
      return { ...agent, createdAt: createdAt.getTime(), approvers: deciding, isNamed };
    }),
  };
}
