import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { watchDue, type DueWatch } from '#server/due-watch.ts';

type Deps = Pick<AppContext, 'sql' | 'clock' | 'realtime' | 'log'>;

/** What another node has made urgent since is found with the next look: a stop lives for ten seconds. */
const lookEveryMs = 10_000;

/** As many are looked at together. */
const batchSize = 100;

/** Ends urgent deliveries that no agent has acknowledged in their time. */
export function watchUrgent(deps: Deps): DueWatch {
  return watchDue(deps, {
    look: () => endOverdue(deps),
    lookEveryMs,
    failure: 'Deliveries whose time has passed could not be ended; it is tried again in ten seconds.',
  });
}

/** Each in a transaction of its own, which looks again under the conversation's lock: of several nodes one does it. */
export async function endOverdue(deps: Deps): Promise<{ ended: number; nextAt: Date | null }> {
  let ended = 0;
  for (;;) {
    const now = deps.clock.now();
    const dying = await deps.sql<{ id: string; diesAt: Date }[]>`
      select id, dies_at as "diesAt" from deliveries
      where state in ('pending', 'sent') and lane = 'urgent' order by dies_at limit ${batchSize}`;
    const due = dying.filter(({ diesAt }) => diesAt <= now);
    for (const { id } of due) ended += await end(deps, id, now);
    if (due.length < batchSize) return { ended, nextAt: dying[due.length]?.diesAt ?? null };
  }
}

interface End {
  outcome: 'undone' | 'unconfirmed' | 'ended';
  sandboxId: string;
  conversationId: string;
}

async function end({ sql, realtime, log }: Deps, deliveryId: string, now: Date): Promise<number> {
  const [row] = await sql<End[]>`
    select outcome, in_sandbox as "sandboxId", in_conversation as "conversationId"
    from end_urgent_delivery(${deliveryId}, ${now}, false)`;
  if (row === undefined) return 0;
  const { outcome, sandboxId, conversationId } = row;
  if (outcome === 'ended') return 1;
  log.warn({ outcome, deliveryId, sandboxId, conversationId }, 'A decision was not acknowledged by its agent in time.');
  realtime.wake([conversationContext(sandboxId, conversationId), sandboxContext(sandboxId)]);
  return 1;
}
