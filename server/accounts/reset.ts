import { and, eq, isNull } from 'drizzle-orm';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import type { Letter } from '../mail.ts';
import { endSessions } from './end-sessions.ts';
import { refuseGuessable } from './guessable.ts';
import { newPepper } from './new-person.ts';
import { holderOfLink, issueLink, mailLinkMs, useLink } from './password-links.ts';
import { hashPassword } from './passwords.ts';

/**
 * Mails a link to whoever has this address here. Not waited for: the answer is the same for everybody, and how long it
 * takes would tell who has an account.
 */
export function requestReset(app: AppContext, email: string): { byMail: boolean } {
  if (app.mail === null) return { byMail: false };
  app.mail.post(() => writeLetter(app, email));
  return { byMail: true };
}

async function writeLetter(app: AppContext, email: string): Promise<Letter | null> {
  const isThem = and(eq(users.email, email), isNull(users.disabledAt));
  const [person] = await app.db.select({ id: users.id }).from(users).where(isThem);
  if (person === undefined) return null;
  const issue = { userId: person.id, lifeMs: mailLinkMs };
  const { link } = await app.transaction((tx) => issueLink(app, tx, issue));
  const place = new URL(app.publicUrl).host;
  return {
    to: email,
    subject: `A new password for ${place}`,
    text: [
      `Somebody asked for a new password for your account at ${place}.`,
      `To set one, open this within an hour. It works once:\n${link}`,
      `If it wasn't you, there is nothing to do: your password stays as it is.`,
    ].join('\n\n'),
  };
}

/** Whoever knew the password, a cookie or a bearer token of before is out. */
export async function resetPassword(
  app: AppContext,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const { name, email } = await holderOfLink(app, token);
  refuseGuessable(password, { field: 'password', about: [name, email] });
  const passwordHash = await hashPassword(password);
  await app.transaction(async (tx) => {
    const { userId } = await useLink(app, tx, token);
    await tx.db.update(users).set({ passwordHash, pepper: newPepper() }).where(eq(users.id, userId));
    await endSessions(app, tx, { userId });
  });
}
