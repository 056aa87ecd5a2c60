import { eq } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { sessions, users } from '../db/schema/accounts.ts';
import { Fault, notFound } from '../errors.ts';
import { spend } from '../rate-limit.ts';
import { verifyPassword } from './passwords.ts';

/** As long as somebody takes from signing in to what they came for. */
const freshMs = 10 * 60_000;

/**
 * Asks for the password once more, before what a borrowed browser must not do. Guesses count as guesses at the door: who
 * took a session shall not find the password with it. Who has no password has to have signed in a moment ago instead.
 */
export async function confirmPassword(app: AppContext, principal: UserPrincipal, password: string): Promise<void> {
  const [person] = await app.db
    .select({ email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, principal.userId));
  if (person === undefined) throw notFound();
  if (person.passwordHash === null) return refuseStale(app, principal);
  await spend(app.limits.signInByAccount, person.email);
  if (!(await verifyPassword(password, person.passwordHash))) {
    throw new Fault('wrong_password', "That isn't your password.");
  }
  await app.limits.signInByAccount.giveBack(person.email);
}

/** Did this very session begin a moment ago? A key has none, and is never fresh. */
export async function isFresh({ db, clock }: AppContext, { sessionId }: UserPrincipal): Promise<boolean> {
  if (sessionId === null) return false;
  const [session] = await db.select({ since: sessions.createdAt }).from(sessions).where(eq(sessions.id, sessionId));
  return session !== undefined && clock.now().getTime() - session.since.getTime() < freshMs;
}

async function refuseStale(app: AppContext, principal: UserPrincipal): Promise<void> {
  if (await isFresh(app, principal)) return;
  throw new Fault('sign_in_again', 'You have no password here. Sign in again first, then do it within ten minutes.');
}
