import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { sessions } from '../db/schema/accounts.ts';
import { recordRevocation } from './revocations.ts';

export const sessionDays = 30;
const dayMs = 86_400_000;
/** "Last seen" is for people, to whom a minute is nothing, and a write with every request would be a lot. */
const seenEveryMs = 60_000;

export interface SessionOrigin {
  userAgent: string | null;
  address: string | null;
}

/** Opens a session and returns its id: 256 random bits, new at every sign-in. */
export async function openSession(app: AppContext, userId: string, origin: SessionOrigin): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  const createdAt = app.clock.now();
  const expiresAt = new Date(createdAt.getTime() + sessionDays * dayMs);
  await app.db.insert(sessions).values({ id, userId, createdAt, expiresAt, ...origin });
  return id;
}

/** Who a session speaks for; null once it has expired or was revoked, or its person was disabled. */
export async function principalOfSession(app: AppContext, sessionId: string): Promise<SessionPrincipal | null> {
  const live = await app.sessions.read(sessionId);
  if (live === null) return null;
  const { userId, isOperator, lastSeenAt } = live;
  const now = app.clock.now();
  if (now.getTime() - lastSeenAt.getTime() >= seenEveryMs) noteSeen(app, sessionId, now);
  return { kind: 'user', userId, sessionId, isOperator };
}

/** Not waited for: whoever asked has asked for something else. Of many at once, the first one writes. */
function noteSeen({ sql, log }: AppContext, sessionId: string, now: Date): void {
  const before = new Date(now.getTime() - seenEveryMs);
  sql`update sessions set last_seen_at = ${now} where id = ${sessionId} and last_seen_at <= ${before}`.catch(
    (error: unknown) => log.warn({ err: error }, 'When a session was last seen could not be written.'),
  );
}

/** Ends a session here and, by way of the revocations, on every open socket of every node. */
export async function revokeSession(app: AppContext, sessionId: string): Promise<void> {
  await app.transaction(async (tx) => {
    const ended = await tx.db
      .update(sessions)
      .set({ revokedAt: app.clock.now() })
      .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (ended.length > 0) await recordRevocation(app, tx, { kind: 'session', subject: sessionId });
  });
}
