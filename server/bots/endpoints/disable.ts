import type { AppContext } from '#server/app-context.ts';

/** Nothing is sent there any more, and what it was to have waits. One that was replaced meanwhile is another one. */
export async function disableEndpoint(
  { sql, clock, log }: AppContext,
  sandboxId: string,
  { url, why }: { url: string; why: 'gone' | 'operator' },
): Promise<void> {
  const disabled = await sql`
    update bot_endpoints set disabled_at = ${clock.now()}, disabled_why = ${why}
    where sandbox_id = ${sandboxId} and url = ${url} and disabled_at is null`;
  if (disabled.count > 0) log.warn({ sandboxId, why }, 'The endpoint of an agent was disabled.');
}
