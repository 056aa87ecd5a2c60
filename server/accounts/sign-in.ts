import { eq } from 'drizzle-orm';
import { emailSchema } from '#lib/contract/accounts.ts';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { verifyPassword } from './passwords.ts';
import { openSession, type SessionOrigin } from './sessions.ts';

export interface SignedIn {
  userId: string;
  sessionId: string;
}

/** A new session for whoever knows this e-mail's password; null for everybody else, whatever was wrong. */
export async function signIn(
  app: AppContext,
  credentials: { email: string; password: string },
  origin: SessionOrigin,
): Promise<SignedIn | null> {
  const email = emailSchema.safeParse(credentials.email);
  const user = email.success ? await findByEmail(app, email.data) : null;
  const matches = await verifyPassword(credentials.password, user?.passwordHash ?? null);
  const { address } = origin;
  if (user === null || !matches || user.disabledAt !== null) {
    // Never what was typed: people type their password where their address belongs.
    app.log.info({ userId: user?.id ?? null, address }, 'A sign-in was refused.');
    return null;
  }
  const sessionId = await openSession(app, user.id, origin);
  app.log.info({ userId: user.id, address, by: 'a password' }, 'Somebody signed in.');
  return { userId: user.id, sessionId };
}

async function findByEmail(app: AppContext, email: string) {
  const [user] = await app.db.select().from(users).where(eq(users.email, email));
  return user ?? null;
}
