import { eq } from 'drizzle-orm';
import type { Account } from '#lib/contract/accounts.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { notFound } from '../errors.ts';
import { confirmPassword } from './confirm.ts';
import { endSessions } from './end-sessions.ts';
import { refuseGuessable } from './guessable.ts';
import { hashPassword } from './passwords.ts';

const columns = { id: users.id, name: users.name, email: users.email, isOperator: users.isOperator };

/** The person behind a session, for the interface. */
export async function accountOf(app: AppContext, { userId }: UserPrincipal): Promise<Account | null> {
  const [row] = await app.db.select(columns).from(users).where(eq(users.id, userId));
  return row ?? null;
}

export async function rename(app: AppContext, { userId }: UserPrincipal, name: string): Promise<Account> {
  const [row] = await app.db.update(users).set({ name }).where(eq(users.id, userId)).returning(columns);
  if (row === undefined) throw notFound();
  return row;
}

/** Who changes a password may have a reason: every other browser has to sign in again. */
export async function changePassword(
  app: AppContext,
  principal: UserPrincipal,
  { current, next }: { current: string; next: string },
): Promise<void> {
  await confirmPassword(app, principal, current);
  const account = await accountOf(app, principal);
  if (account === null) throw notFound();
  refuseGuessable(next, { field: 'next', about: [account.name, account.email] });
  const passwordHash = await hashPassword(next);
  const { userId, sessionId } = principal;
  await app.transaction(async (tx) => {
    await tx.db.update(users).set({ passwordHash }).where(eq(users.id, userId));
    await endSessions(app, tx, { userId, except: sessionId });
  });
}
