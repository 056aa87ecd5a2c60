import type { SandboxStatus } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';

/** The sandboxes whose agent comes with the box and should be running, oldest first. */
export async function listBuiltin({ sql }: AppContext): Promise<{ id: string; status: SandboxStatus }[]> {
  return sql<{ id: string; status: SandboxStatus }[]>`
    select id, status from sandboxes
    where runtime = 'builtin' and status in ('provisioned', 'starting', 'running')
    order by created_at, id`;
}
