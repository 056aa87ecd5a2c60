import type { AppContext } from '#server/app-context.ts';

/**
 * The bot has dealt with these: they are not sent again, and their conversations go on. Only its own sandbox's and only
 * what was sent to it count; the same acknowledgement again is answered the same.
 */
export async function acknowledge(
  app: AppContext,
  sandboxId: string,
  ids: string[],
): Promise<{ acknowledged: number }> {
  const [row] = await app.sql<{ acknowledged: number }[]>`
    with done as (
      update deliveries set state = 'acknowledged', acknowledged_at = ${app.clock.now()}
      where sandbox_id = ${sandboxId} and id = any(${ids}) and state = 'sent'
      returning id
    )
    select (select count(*) from done) + (select count(*) from deliveries
      where sandbox_id = ${sandboxId} and id = any(${ids}) and state = 'acknowledged') as acknowledged`;
  app.botStreams.wake([sandboxId]);
  return { acknowledged: row?.acknowledged ?? 0 };
}
