import { sql } from 'drizzle-orm';
import type { SandboxStatus } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault, notFound } from '../errors.ts';
import { append } from '../realtime/event-log.ts';

/** What happens to a sandbox. Going back to `stopped` may say why in words, or who wanted it. */
export type StatusChange =
  | { to: 'starting' }
  | { to: 'running' }
  | { to: 'stopped'; reason?: string; by?: string }
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
 * The one writer of a sandbox's status. True: it moved; false: it stood there already. Behind the row's lock, so that of two
 * who move it at the same time one finds it moved.
 */
export async function transition(app: AppContext, sandboxId: string, change: StatusChange): Promise<boolean> {
  const { to } = change;
  return app.transaction(async (tx) => {
    const [sandbox] = await tx.db.execute<{ status: SandboxStatus }>(sql`
      select status from sandboxes where id = ${sandboxId} for no key update`);
    const from = sandbox?.status;
    if (from === to) return false;
    // Whoever comes second finds it as gone as whoever comes a second later.
    if (from === undefined || from === 'destroyed') throw notFound();
    if (!cameFrom[to].includes(from)) throw new Fault('conflict', `A sandbox that is ${from} can't become ${to}.`);
    const reason = to === 'stopped' ? (change.reason ?? null) : null;
    const destroyedAt = to === 'destroyed' ? app.clock.now().toISOString() : null;
    await tx.db.execute(sql`
      update sandboxes set status = ${to}, status_reason = ${reason}, destroyed_at = ${destroyedAt}::timestamptz
      where id = ${sandboxId}`);
    await statusChanged(app, tx, { sandboxId, from, change });
    return true;
  });
}

interface Moved {
  sandboxId: string;
  from: SandboxStatus;
  change: StatusChange;
}

/**
 * On its own log, for all who may use it, who read the rest. Beside what they are told stands what effects go by. Of its end
 * they are told conversation by conversation.
 */
async function statusChanged(
  { clock }: AppContext,
  tx: Transaction,
  { sandboxId, from, change }: Moved,
): Promise<void> {
  const { to } = change;
  if (to === 'destroying' || to === 'destroyed') return;
  const failed = to === 'stopped' && change.reason !== undefined;
  const by = to === 'stopped' ? (change.by ?? null) : null;
  const payload = { sandboxId, status: to, at: clock.now().getTime(), from, failed, by };
  await append(tx, { kind: 'sandbox', sandboxId }, { type: 'sandbox.status', payload });
}
