import { conversationContext } from '#lib/contexts.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';

/**
 * The bot has dealt with these: they are not sent again, and their conversations go on. Only its own sandbox's and only
 * what was sent to it count; the same acknowledgement again is answered the same. What people have been told is over stays
 * over: such a one is refused, and the others count.
 */
export async function acknowledge(
  app: AppContext,
  sandboxId: string,
  ids: string[],
): Promise<{ acknowledged: number }> {
  const now = app.clock.now();
  const [row] = await app.sql<{ acknowledged: number; late: number; delayed: string[] | null }[]>`
    with done as (
      update deliveries set state = 'acknowledged', acknowledged_at = ${now}
      where sandbox_id = ${sandboxId} and id = any(${ids}) and state = 'sent' and (dies_at is null or dies_at > ${now})
        and delay_told_at is null
      returning id
    )
    select (select count(*) from done) + count(*) filter (where state = 'acknowledged') as acknowledged,
      count(*) filter (where state <> 'acknowledged' and dies_at <= ${now}) as late,
      array_agg(id) filter (where state = 'sent' and delay_told_at is not null) as delayed
    from deliveries where sandbox_id = ${sandboxId} and id = any(${ids})`;
  const { acknowledged = 0, late = 0, delayed } = row ?? {};
  for (const id of delayed ?? []) await acknowledgeDelayed(app, id, now);
  app.botStreams.wake([sandboxId]);
  if (late > 0)
    throw new Fault('conflict', 'That came too late: people have been told that it is unknown what came of it.');
  return { acknowledged: acknowledged + (delayed?.length ?? 0) };
}

/** People were told that it is late. They are told that it has come. */
async function acknowledgeDelayed({ sql, realtime }: AppContext, deliveryId: string, now: Date): Promise<void> {
  const [place] = await sql<{ sandboxId: string; conversationId: string }[]>`
    select in_sandbox as "sandboxId", in_conversation as "conversationId" from acknowledge_delayed(${deliveryId}, ${now})`;
  if (place !== undefined) realtime.wake([conversationContext(place.sandboxId, place.conversationId)]);
}
