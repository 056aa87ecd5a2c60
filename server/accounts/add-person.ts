import type { AppContext } from '../app-context.ts';
import { insertPerson } from './new-person.ts';
import { issueLink, operatorLinkMs, type PasswordLink } from './password-links.ts';

/** An account that nobody knows a password of: whoever gets the link sets it. */
export async function addPerson(
  app: AppContext,
  { name, email }: { name: string; email: string },
): Promise<PasswordLink & { id: string }> {
  return app.transaction(async (tx) => {
    const { id } = await insertPerson(app, tx, { name, email, passwordHash: null, isOperator: false });
    return { id, ...(await issueLink(app, tx, { userId: id, lifeMs: operatorLinkMs })) };
  });
}
