import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { tryNow } from './try-now.ts';

/** Nothing is sent there any more, whoever looks after the agent. Of two operators in the same moment the second is told. */
export async function disableByOperator({ sql, clock, log }: AppContext, sandboxId: string): Promise<void> {
  const disabled = await sql`
    update bot_endpoints set disabled_at = ${clock.now()}, disabled_why = 'operator'
    where sandbox_id = ${sandboxId} and disabled_why is distinct from 'operator'`;
  if (disabled.count === 0) throw await refusal(sql, sandboxId, 'An operator has disabled it already.');
  log.warn({ sandboxId, why: 'operator' }, 'The endpoint of an agent was disabled.');
}

/** Whoever disabled it: what waited for it goes at once. */
export async function enableByOperator(app: AppContext, sandboxId: string): Promise<void> {
  const enabled = await app.sql`
    update bot_endpoints set disabled_at = null, disabled_why = null
    where sandbox_id = ${sandboxId} and disabled_at is not null`;
  if (enabled.count === 0) throw await refusal(app.sql, sandboxId, "It isn't disabled.");
  app.log.info({ sandboxId }, 'The endpoint of an agent was enabled.');
  await tryNow(app, sandboxId);
}

async function refusal(sql: AppContext['sql'], sandboxId: string, sentence: string): Promise<Fault> {
  const [endpoint] = await sql`select from bot_endpoints where sandbox_id = ${sandboxId}`;
  return endpoint === undefined ? notFound() : new Fault('conflict', sentence);
}
