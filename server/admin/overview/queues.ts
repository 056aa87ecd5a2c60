import type { Overview } from '#lib/contract/admin/overview.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { replayable } from '#server/bots/deliveries/log.ts';

interface Row {
  deliveries: number;
  oldestDelivery: Date | null;
  failedDeliveries: number;
  dead: number;
  pushes: number;
  oldestPush: Date | null;
  failedPushes: number;
}

/** What is on its way to agents and to devices, and what was given up. `dead`: what can be made to go again. */
export async function readQueues({ sql, clock }: AppContext): Promise<Overview['queues'] & { dead: number }> {
  const dayAgo = new Date(clock.now().getTime() - 86_400_000);
  const [row] = await sql<Row[]>`
    select open.count as deliveries, open.oldest as "oldestDelivery",
      (select count(*) from deliveries d where d.state = 'dead' and d.died_at > ${dayAgo}) as "failedDeliveries",
      (select count(*) from deliveries d where ${replayable(sql)}) as dead,
      going.count as pushes, going.oldest as "oldestPush",
      (select count(*) from dispatches where state = 'failed' and ended_at > ${dayAgo}) as "failedPushes"
    from (select count(*), min(created_at) as oldest from deliveries where state in ('pending', 'sent')) open,
      (select count(*), min(due_at) as oldest from (
        select due_at from dispatches where state = 'pending'
        union all select d.due_at from dispatch_targets w join dispatches d on d.id = w.dispatch_id
          where w.state = 'pending') waiting) going`;
  const known = must(row, 'the queues');
  return {
    deliveries: {
      waiting: known.deliveries,
      oldestAt: known.oldestDelivery?.getTime() ?? null,
      failed: known.failedDeliveries,
    },
    pushes: { waiting: known.pushes, oldestAt: known.oldestPush?.getTime() ?? null, failed: known.failedPushes },
    dead: known.dead,
  };
}
