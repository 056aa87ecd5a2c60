import { eq } from 'drizzle-orm';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { Fault, notFound } from '../errors.ts';
import { spend } from '../rate-limit.ts';
import { verifyPassword } from './passwords.ts';

/**
 * Asks for the password once more, before what a borrowed browser must not do. Guesses count as guesses at the door: who
 * took a session shall not find the password with it.
 */
export async function confirmPassword(app: AppContext, { userId }: UserPrincipal, password: string): Promise<void> {
  const [person] = await app.db
    .select({ email: users.email, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId));
  if (person === undefined) throw notFound();
  await spend(app.limits.signInByAccount, person.email);
  if (!(await verifyPassword(password, person.passwordHash))) {
    throw new Fault('wrong_password', "That isn't your password.");
  }
  await app.limits.signInByAccount.giveBack(person.email);
}
