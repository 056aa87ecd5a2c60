import { and, count, desc, eq, isNull } from 'drizzle-orm';
import type { ApiKey } from '#lib/contract/accounts.ts';
import type { KeyPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { apiKeys, users } from '../db/schema/accounts.ts';
import { Fault, notFound } from '../errors.ts';
import { isUseOld, mintKey, readKey } from '../keys.ts';
import { recordRevocation } from './revocations.ts';

/** Far more than anybody's programs; a bound, so that a list needs no pages. */
const keysMax = 100;

type Whose = Pick<UserPrincipal, 'userId'>;

/** The keys that open something today, the newest first. */
export async function listKeys(app: AppContext, { userId }: Whose): Promise<{ keys: ApiKey[] }> {
  const rows = await app.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.id));
  return { keys: rows.map(present) };
}

/** The answer is the only place where the key itself ever stands; the row has the hash of its secret. */
export async function createKey(
  app: AppContext,
  { userId }: UserPrincipal,
  { name }: { name: string },
): Promise<ApiKey & { key: string }> {
  const live = and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt));
  const [held] = await app.db.select({ count: count() }).from(apiKeys).where(live);
  if ((held?.count ?? 0) >= keysMax) throw new Fault('conflict', `You have ${keysMax} keys. Revoke one first.`);
  const { id, key, secretHash } = mintKey('cck');
  const createdAt = app.clock.now();
  await app.db.insert(apiKeys).values({ id, userId, name, secretHash, createdAt });
  return { id, name, createdAt: createdAt.getTime(), lastUsedAt: null, key };
}

/** Its requests are refused from now on. */
export async function revokeKey(app: AppContext, { userId }: Whose, id: string): Promise<void> {
  await app.transaction(async (tx) => {
    const revoked = await tx.db
      .update(apiKeys)
      .set({ revokedAt: app.clock.now() })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (revoked.length === 0) throw notFound();
    await recordRevocation(app, tx, { kind: 'api_key', subject: id });
  });
}

/** Who a key speaks for; null for a malformed, unknown, wrong or revoked one, and once its person is disabled. */
export async function principalOfApiKey(app: AppContext, key: string): Promise<KeyPrincipal | null> {
  const read = readKey('cck', key);
  if (read === null) return null;
  const [row] = await app.db
    .select({
      userId: users.id,
      isOperator: users.isOperator,
      secretHash: apiKeys.secretHash,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(and(eq(apiKeys.id, read.id), isNull(apiKeys.revokedAt), isNull(users.disabledAt)));
  if (row === undefined || !read.opens(row.secretHash)) return null;
  const now = app.clock.now();
  if (isUseOld(row.lastUsedAt, now)) {
    await app.db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, read.id));
  }
  return { kind: 'user', userId: row.userId, sessionId: null, keyId: read.id, isOperator: row.isOperator };
}

function present({ id, name, createdAt, lastUsedAt }: typeof apiKeys.$inferSelect): ApiKey {
  return { id, name, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null };
}
