import { systemPrincipal, type Principal, type UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { Fault, notFound } from '../errors.ts';

export interface SandboxRow {
  id: string;
  /** Whose it is; of an organization's, the person to whom it speaks first. */
  ownerId: string;
  /** A person's, or the organization's. */
  ownerName: string;
  organizationId: string | null;
  label: string;
  flag: string;
  runtime: 'external' | 'builtin' | 'openclaw';
  status: 'provisioned' | 'starting' | 'running' | 'stopped' | 'destroying' | 'destroyed';
  statusReason: string | null;
  /** Its owner may, or who runs the organization that owns it. Reading an agent's conversations is another right. */
  mayManage: boolean;
}

/** The sandbox that this principal may use: its owner's, one of an organization they are in, or the bot's own. */
export async function accessSandbox(app: AppContext, principal: Principal, sandboxId: string): Promise<SandboxRow> {
  const [row] = await listAccessible(app, principal, [sandboxId]);
  if (row === undefined) throw notFound();
  return row;
}

/** The sandbox whose name, keys and life are this person's to decide on. Who may only use it is told so. */
export async function accessManaged(app: AppContext, principal: UserPrincipal, sandboxId: string): Promise<SandboxRow> {
  const row = await accessSandbox(app, principal, sandboxId);
  if (!row.mayManage) throw new Fault('forbidden', 'Only its owner, or who runs the organization, may do that.');
  return row;
}

/** Anybody's, for who runs the installation: only what operators do asks here. Nothing that was said opens with it. */
export async function accessAny(app: AppContext, sandboxId: string): Promise<SandboxRow> {
  const [row] = await listAccessible(app, systemPrincipal, [sandboxId], { isDestroyingToo: true });
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
    select s.id, s.owner_id as "ownerId", coalesce(o.name, owner.name) as "ownerName",
      s.organization_id as "organizationId", s.label, s.flag, s.runtime, s.status, s.status_reason as "statusReason", ${managed()} as "mayManage"
    from sandboxes s join users owner on owner.id = s.owner_id left join organizations o on o.id = s.organization_id
    where s.status <> 'destroyed' and (${isDestroyingToo} or s.status <> 'destroying') and ${allowed()}
      ${sandboxIds === null ? sql`` : sql`and s.id = any(${sandboxIds})`}
    order by s.created_at, s.id limit 200`;

  function allowed() {
    if (principal.kind === 'system') return sql`true`;
    if (principal.kind === 'bot') return sql`s.id = ${principal.sandboxId}`;
    return sql`((s.organization_id is null and s.owner_id = ${principal.userId}) or s.organization_id in (
      select m.organization_id from organization_members m where m.user_id = ${principal.userId}))`;
  }

  function managed() {
    if (principal.kind !== 'user') return sql`false`;
    return sql`((s.organization_id is null and s.owner_id = ${principal.userId}) or exists (
      select from organization_members m where m.organization_id = s.organization_id
        and m.user_id = ${principal.userId} and m.role in ('owner', 'admin')))`;
  }
}
