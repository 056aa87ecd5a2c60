import { createHash } from 'node:crypto';
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { Session } from '#lib/contract/accounts.ts';
import type { AppContext } from '../app-context.ts';
import { sessions } from '../db/schema/accounts.ts';
import { notFound } from '../errors.ts';
import { revokeSession } from './sessions.ts';

/** More browsers than anybody has; a bound for who signs in by a script every minute. */
const listedMax = 200;

interface Whose {
  userId: string;
  /** The session that asks. */
  currentId: string | null;
}

/** Where somebody is signed in now, the newest activity first. */
export async function listSessions(app: AppContext, { userId, currentId }: Whose): Promise<{ sessions: Session[] }> {
  const rows = await app.db
    .select()
    .from(sessions)
    .where(isLive(app, userId))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(listedMax);
  return { sessions: rows.map((row) => present(row, row.id === currentId)) };
}

/** By the id that a list gives. An unknown one and somebody else's look the same. */
export async function revokeListedSession(app: AppContext, userId: string, listedId: string): Promise<void> {
  const rows = await app.db.select({ id: sessions.id }).from(sessions).where(isLive(app, userId));
  const found = rows.find(({ id }) => nameOf(id) === listedId);
  if (found === undefined) throw notFound();
  await revokeSession(app, found.id);
}

function isLive(app: AppContext, userId: string) {
  return and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, app.clock.now()));
}

function present(row: typeof sessions.$inferSelect, isCurrent: boolean): Session {
  const { address, userAgent } = row;
  const createdAt = row.createdAt.getTime();
  return { id: nameOf(row.id), isCurrent, createdAt, lastSeenAt: row.lastSeenAt.getTime(), address, userAgent };
}

/** A session's id opens everything, so no list carries it; half of its hash names it as well. */
function nameOf(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 32);
}
