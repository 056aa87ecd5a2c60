import type { AppContext } from '../app-context.ts';
import { watchDue, type DueWatch } from '../due-watch.ts';
import { idleForMs, presenceBy, readSigns, tellPresence } from './presence.ts';

const lookEveryMs = 5_000;

/**
 * Tells those who look at an agent that it has been silent for too long: nobody else does, since nothing happens then. Asks for
 * those only that were heard of lately, so that it costs the same whatever was made and left over the years. Every node does:
 * each tells the same.
 */
export function watchPresence(app: AppContext): DueWatch {
  let lookedAt = app.clock.now();
  return watchDue(app, {
    look: async () => {
      const now = app.clock.now();
      await tellChanges(app, { from: lookedAt, to: now });
      lookedAt = now;
      return { nextAt: null };
    },
    lookEveryMs,
    failure: 'Agents that fell silent could not be told of; it is tried again.',
  });
}

async function tellChanges(app: AppContext, { from, to }: { from: Date; to: Date }): Promise<void> {
  const { sql } = app;
  const since = new Date(from.getTime() - idleForMs);
  const signs = await readSigns(
    sql,
    sql`s.id in (select sandbox_id from bot_status where updated_at >= ${since}
      union select sandbox_id from bot_streams where taken_at >= ${since})`,
  );
  for (const one of signs) {
    const { presence } = presenceBy(one, to);
    if (presence !== presenceBy(one, from).presence) tellPresence(app, { sandboxId: one.sandboxId, presence, at: to });
  }
}
