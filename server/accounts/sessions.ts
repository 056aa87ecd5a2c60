import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { SessionPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { sessions, users } from '../db/schema/accounts.ts';
import { recordRevocation } from './revocations.ts';

export const sessionDays = 30;
const dayMs = 86_400_000;

export interface SessionOrigin {
  userAgent: string | null;
  address: string | null;
}

/** Opens a session and returns its id: 256 random bits, new at every sign-in. */
export async function openSession(app: AppContext, userId: string, origin: SessionOrigin): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  const expiresAt = new Date(app.clock.now().getTime() + sessionDays * dayMs);
  await app.db.insert(sessions).values({ id, userId, expiresAt, ...origin });
  return id;
}

/** Who a session speaks for; null once it has expired or was revoked, or its person was disabled. */
export async function principalOfSession(app: AppContext, sessionId: string): Promise<SessionPrincipal | null> {
  const [row] = await app.sql<{ userId: string; isOperator: boolean }[]>`
    select u.id as "userId", u.is_operator as "isOperator" from sessions s join users u on u.id = s.user_id
    where s.id = ${sessionId} and s.revoked_at is null and s.expires_at > ${app.clock.now()} and u.disabled_at is null`;
  return row === undefined ? null : { kind: 'user', sessionId, ...row };
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

/** The person behind a session, for the interface. */
export async function accountOf(app: AppContext, principal: UserPrincipal) {
  const [row] = await app.db
    .select({ id: users.id, name: users.name, email: users.email, isOperator: users.isOperator })
    .from(users)
    .where(eq(users.id, principal.userId));
  return row ?? null;
}
