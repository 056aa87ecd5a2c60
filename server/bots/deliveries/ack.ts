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
  const [row] = await app.sql<{ acknowledged: number; late: number }[]>`
    with done as (
      update deliveries set state = 'acknowledged', acknowledged_at = ${now}
      where sandbox_id = ${sandboxId} and id = any(${ids}) and state = 'sent' and (dies_at is null or dies_at > ${now})
      returning id
    )
    select (select count(*) from done) + count(*) filter (where state = 'acknowledged') as acknowledged,
      count(*) filter (where state <> 'acknowledged' and dies_at <= ${now}) as late
    from deliveries where sandbox_id = ${sandboxId} and id = any(${ids})`;
  app.botStreams.wake([sandboxId]);
  const { acknowledged = 0, late = 0 } = row ?? {};
  if (late > 0)
    throw new Fault('conflict', 'That came too late: people have been told that it is unknown what came of it.');
  return { acknowledged };
}
