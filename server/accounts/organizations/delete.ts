import { sql } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';
import { lockOwned } from './lock.ts';

/**
 * For good. Its agents are destroyed before, one by one and each by its typed id: what is said in them is more than one name
 * typed here should take away.
 */
export function deleteOrganization(
  app: AppContext,
  principal: UserPrincipal,
  { organizationId, name }: { organizationId: string; name: string },
): Promise<{ ok: true }> {
  return app.transaction(async (tx) => {
    const organization = await lockOwned(tx, principal, organizationId);
    if (organization.name !== name.trim()) {
      throw new Fault('impossible_value', 'That is not its name.', {
        issues: [{ path: 'name', message: 'is not its name' }],
      });
    }
    const [row] = await tx.db.execute<{ agents: number }>(sql`
      select count(*)::int as agents from sandboxes where organization_id = ${organizationId} and status <> 'destroyed'`);
    const agents = row?.agents ?? 0;
    if (agents > 0) {
      throw new Fault(
        'conflict',
        `It still has ${agents === 1 ? 'an agent' : `${agents} agents`}. Destroy them first.`,
      );
    }
    await tx.db.execute(sql`delete from organizations where id = ${organizationId}`);
    return { ok: true };
  });
}
