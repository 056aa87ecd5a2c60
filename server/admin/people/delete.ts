import type { AppContext } from '#server/app-context.ts';
import { deletePerson } from '#server/accounts/delete.ts';
import { Fault, notFound } from '#server/errors.ts';

/** With the same effect as when they do it themselves. The address in the question says that this one is meant. */
export async function deletePersonForOperator(
  app: AppContext,
  { userId, email }: { userId: string; email: string },
): Promise<void> {
  const [person] = await app.sql<{ email: string }[]>`select email from users where id = ${userId}`;
  if (person === undefined) throw notFound();
  if (person.email !== email) {
    const sentence = "That isn't their e-mail address.";
    throw new Fault('impossible_value', sentence, { issues: [{ path: 'email', message: sentence }] });
  }
  await deletePerson(app, userId);
}
