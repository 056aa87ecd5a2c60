import type { AppContext } from '../app-context.ts';
import type { revocations } from '../db/schema/accounts.ts';
import { applyRevocation } from './revocations.ts';

const everyMs = 2_000;
/**
 * How far back each look goes. Ids are given out before their transactions commit, so "newer than the last id" would miss
 * one that committed late; a window as long as the longest transaction that we allow does not.
 */
const windowSeconds = 90;

/**
 * Applies what other nodes took back. What this node took back comes by a second time: an ended session has no socket left
 * to close, and somebody who was let in again meanwhile loses a socket, whose page connects anew by itself.
 */
export function watchRevocations(app: AppContext): Disposable {
  let applied = new Set<number>();
  let looking = false;
  const look = async () => {
    const rows = await app.sql<(typeof revocations.$inferSelect)[]>`
      select id::int, kind, subject, conversation_id as "conversationId", at from revocations
      where at > now() - make_interval(secs => ${windowSeconds})`;
    for (const row of rows) if (!applied.has(row.id)) applyRevocation(app, row);
    applied = new Set(rows.map((row) => row.id));
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => app.log.warn({ err: error }, 'revocations could not be read'))
      .finally(() => (looking = false));
  }, everyMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
