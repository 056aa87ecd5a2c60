import type { SandboxStatus } from '#lib/contract/sandboxes.ts';
import { sandboxContext } from '#lib/contexts.ts';
import type { AppContext } from '../app-context.ts';
import { Fault, notFound } from '../errors.ts';

/** What happens to a sandbox. Going back to `stopped` may say why in words. */
export type StatusChange =
  | { to: 'starting' }
  | { to: 'running' }
  | { to: 'stopped'; reason?: string }
  | { to: 'destroying' }
  | { to: 'destroyed' };

/**
 * From where each may come. `stopped` is a decision or a failed start, never a restart of the server: over that a sandbox
 * stays `running`, and its bot's presence says whether somebody is there. A start that a crash interrupted is simply made
 * again. Destroying has no way back.
 */
const cameFrom: Record<StatusChange['to'], SandboxStatus[]> = {
  starting: ['provisioned', 'stopped'],
  running: ['starting'],
  stopped: ['provisioned', 'starting', 'running'],
  destroying: ['provisioned', 'starting', 'running', 'stopped'],
  destroyed: ['destroying'],
};

/**
 * The one writer of a sandbox's status. True: it moved; false: it stood there already. A conditional write, so that of two
 * who move it at the same time one finds it moved.
 */
export async function transition(app: AppContext, sandboxId: string, change: StatusChange): Promise<boolean> {
  const { sql } = app;
  const reason = change.to === 'stopped' ? (change.reason ?? null) : null;
  const destroyedAt = change.to === 'destroyed' ? app.clock.now() : null;
  const moved = await sql`
    update sandboxes set status = ${change.to}, status_reason = ${reason}, destroyed_at = ${destroyedAt}
    where id = ${sandboxId} and status = any(${cameFrom[change.to]})`;
  if (moved.count > 0) {
    tell(app, sandboxId, change.to);
    return true;
  }
  const [row] = await sql<{ status: SandboxStatus }[]>`select status from sandboxes where id = ${sandboxId}`;
  if (row?.status === change.to) return false;
  // Whoever comes second finds it as gone as whoever comes a second later.
  if (row === undefined || row.status === 'destroyed') throw notFound();
  throw new Fault('conflict', `A sandbox that is ${row.status} can't become ${change.to}.`);
}

/** To those who look at it, who read the rest. Of its end they are told conversation by conversation. */
function tell({ clock, realtime }: AppContext, sandboxId: string, status: StatusChange['to']): void {
  if (status === 'destroying' || status === 'destroyed') return;
  const payload = { sandboxId, status, at: clock.now().getTime() };
  realtime.tell({ context: sandboxContext(sandboxId), event: 'sandbox.status', payload });
}
