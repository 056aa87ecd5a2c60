import { and, count, eq } from 'drizzle-orm';
import type { ProviderId, WaysIn } from '#lib/contract/accounts.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { identities, users } from '#server/db/schema/accounts.ts';
import { Fault, notFound } from '#server/errors.ts';
import { isFresh } from '../confirm.ts';
import { issuerOf, providersOf } from './providers.ts';

/** How somebody gets into their own account, and what could be one more way. */
export async function readWaysIn(app: AppContext, principal: UserPrincipal): Promise<WaysIn> {
  const [person] = await app.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, principal.userId));
  if (person === undefined) throw notFound();
  const linked = await app.db
    .select({ issuer: identities.issuer })
    .from(identities)
    .where(eq(identities.userId, principal.userId));
  return {
    hasPassword: person.passwordHash !== null,
    isFresh: await isFresh(app, principal),
    providers: providersOf(app).map((provider) => ({
      ...provider,
      isLinked: linked.some(({ issuer }) => issuer === issuerOf(app, provider.id)),
    })),
  };
}

/** Never the last way in: nobody locks themselves out. */
export async function unlink(app: AppContext, { userId }: UserPrincipal, provider: ProviderId): Promise<void> {
  const issuer = issuerOf(app, provider);
  if (issuer === null) throw notFound();
  await app.transaction(async (tx) => {
    // One at a time: of two ways that are taken away in the same moment, each would be the other's excuse.
    const [person] = await tx.db
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, userId))
      .for('no key update');
    const isTheirs = and(eq(identities.issuer, issuer), eq(identities.userId, userId));
    const gone = await tx.db.delete(identities).where(isTheirs).returning({ issuer: identities.issuer });
    if (gone.length === 0) throw notFound();
    const [rest] = await tx.db.select({ ways: count() }).from(identities).where(eq(identities.userId, userId));
    if (person?.passwordHash === null && rest?.ways === 0) throw lastWayIn();
  });
}

function lastWayIn(): Fault {
  return new Fault('conflict', 'It is your only way in. Set a password first.');
}
