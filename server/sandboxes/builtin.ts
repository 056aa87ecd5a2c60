import type { SandboxStatus } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';

/** The sandboxes whose agent comes with the box and should be running, oldest first. An organization's outlasts its people. */
export async function listBuiltin({ sql }: AppContext): Promise<{ id: string; status: SandboxStatus }[]> {
  return sql<{ id: string; status: SandboxStatus }[]>`
    select s.id, s.status from sandboxes s join users owner on owner.id = s.owner_id
    where s.runtime = 'builtin' and s.status in ('provisioned', 'starting', 'running') 
      and (s.organization_id is not null or owner.disabled_at is null)
    order by s.created_at, s.id`;
}
