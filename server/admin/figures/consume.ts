import { parseContext } from '#lib/contexts.ts';
import type { Consumer, ConsumerTransaction } from '#server/realtime/consumer.ts';
import type { LoggedEvent } from '#server/realtime/event-log.ts';
import { dayOf } from '../days.ts';

/** What is counted of the log, a day each. */
export type FigureName = 'messages' | 'approvals.allowed' | 'approvals.denied' | 'approvals.expired';

/**
 * Counts what happens on each day, so that a chart reads thirty rows and not a month of messages. The counts and the cursor
 * commit together, so each event counts once, on however many nodes and however often one of them crashes.
 */
export const figures: Consumer = { name: 'figures', isPatient: true, handle: countEvents };

/** One statement, however many events. */
async function countEvents(tx: ConsumerTransaction, events: LoggedEvent[]): Promise<void> {
  const counts = new Map<string, { day: string; name: FigureName; count: number }>();
  for (const event of events) {
    const name = nameOf(event);
    if (name === null) continue;
    const day = dayOf(event.at);
    const key = `${day} ${name}`;
    counts.set(key, { day, name, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  if (counts.size === 0) return;
  // In one order, so that two nodes that write the same rows can't wait for each other.
  const rows = [...counts.keys()].toSorted().map((key) => counts.get(key));
  await tx`
    insert into daily_figures as f (day, name, count)
    select day, name, count from jsonb_to_recordset(${tx.json(rows as never)}) as (day date, name text, count integer)
    on conflict (name, day) do update set count = f.count + excluded.count`;
}

/** On a conversation's own context only: what is told elsewhere of the same is told twice. */
function nameOf({ context, type, payload }: LoggedEvent): FigureName | null {
  if (parseContext(context)?.kind !== 'conversation') return null;
  if (type === 'message.created') return 'messages';
  if (type === 'action.expired') return 'approvals.expired';
  if (type !== 'action.executed') return null;
  return payload['value'] === 'deny' ? 'approvals.denied' : 'approvals.allowed';
}
