import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import type { SandboxRow } from './access.ts';

/** Its owner, and who runs its organization. Reading an agent's conversations is another right than managing it. */
export async function mayManage(
  { sql }: AppContext,
  { ownerId, organizationId }: SandboxRow,
  { userId }: UserPrincipal,
): Promise<boolean> {
  if (ownerId === userId) return true;
  const rows = await sql`
    select from organization_members
    where organization_id = ${organizationId} and user_id = ${userId} and role in ('owner', 'admin')`;
  return rows.length > 0;
}
