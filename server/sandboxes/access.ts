import type { Principal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { notFound } from '../errors.ts';

export interface SandboxRow {
  id: string;
  ownerId: string;
  organizationId: string | null;
  label: string;
  flag: string;
  runtime: 'external' | 'builtin' | 'openclaw';
  status: 'provisioned' | 'starting' | 'running' | 'stopped' | 'destroying' | 'destroyed';
}

/** The sandbox that this principal may use: its owner's, one of an organization they are in, or the bot's own. */
export async function accessSandbox(app: AppContext, principal: Principal, sandboxId: string): Promise<SandboxRow> {
  const [row] = await listAccessible(app, principal, [sandboxId]);
  if (row === undefined) throw notFound();
  return row;
}

export async function listAccessible(
  app: AppContext,
  principal: Principal,
  sandboxIds: string[] | null = null,
  { isDestroyingToo = false } = {},
): Promise<SandboxRow[]> {
  const { sql } = app;
  return sql<SandboxRow[]>`
    select s.id, s.owner_id as "ownerId", s.organization_id as "organizationId", s.label, s.flag, s.runtime, s.status
    from sandboxes s
    where s.status <> 'destroyed' and (${isDestroyingToo} or s.status <> 'destroying') and ${allowed()}
      ${sandboxIds === null ? sql`` : sql`and s.id = any(${sandboxIds})`}
    order by s.created_at, s.id limit 200`;

  function allowed() {
    if (principal.kind === 'system') return sql`true`;
    if (principal.kind === 'bot') return sql`s.id = ${principal.sandboxId}`;
    return sql`(s.owner_id = ${principal.userId} or s.organization_id in (
      select m.organization_id from organization_members m where m.user_id = ${principal.userId}))`;
  }
}
