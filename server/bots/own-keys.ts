import { sql } from 'drizzle-orm';
import type { ApiKey } from '#lib/contract/accounts.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault, notFound } from '../errors.ts';
import { accessManaged } from '../sandboxes/access.ts';
import { insertKey, revokeKey, type NewBotKey } from './keys.ts';

/**
 * Two, while one takes the other's place; and a bot may have helpers beside it that speak in its name, each with a key that
 * can be revoked alone. More than these nobody would tell apart.
 */
const keysMax = 5;

/** The keys that open something today, the newest first. One whose stream is open is in use as long as that is. */
export async function listKeys(
  app: AppContext,
  principal: UserPrincipal,
  sandboxId: string,
): Promise<{ keys: ApiKey[] }> {
  await accessManaged(app, principal, sandboxId);
  return { keys: await keysOf(app, sandboxId) };
}

export async function keysOf({ sql }: AppContext, sandboxId: string): Promise<ApiKey[]> {
  const rows = await sql<{ id: string; name: string; createdAt: Date; lastUsedAt: Date | null }[]>`
    select k.id, k.name, k.created_at as "createdAt", greatest(k.last_used_at, b.taken_at) as "lastUsedAt"
    from bot_keys k left join bot_streams b on b.sandbox_id = k.sandbox_id and b.key_id = k.id
    where k.sandbox_id = ${sandboxId} and k.revoked_at is null order by k.id desc`;
  return rows.map(present);
}

/** The answer is the only place where the key itself ever stands. */
export async function addKey(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId, name }: { sandboxId: string; name: string },
): Promise<NewBotKey> {
  await accessManaged(app, principal, sandboxId);
  return app.transaction(async (tx) => {
    await lockLiving(tx, sandboxId);
    // What was revoked before has served; a row of each would stay for good.
    await tx.db.execute(sql`delete from bot_keys where sandbox_id = ${sandboxId} and revoked_at is not null`);
    const [held] = await tx.db.execute<{ count: number }>(sql`
      select count(*)::int as count from bot_keys where sandbox_id = ${sandboxId}`);
    if ((held?.count ?? 0) >= keysMax) throw new Fault('conflict', `It has ${keysMax} keys. Revoke one first.`);
    return insertKey(app, tx, { sandboxId, name });
  });
}

/** Whoever uses it is out: at once, and its open stream within seconds. */
export async function removeKey(
  app: AppContext,
  principal: UserPrincipal,
  { sandboxId, keyId }: { sandboxId: string; keyId: string },
): Promise<{ ok: true }> {
  await accessManaged(app, principal, sandboxId);
  if (!(await revokeKey(app, sandboxId, keyId))) throw notFound();
  return { ok: true };
}

/** Keys are made one after the other, and none once its agent is being destroyed. */
async function lockLiving(tx: Transaction, sandboxId: string): Promise<void> {
  const rows = await tx.db.execute(sql`
    select from sandboxes where id = ${sandboxId} and status not in ('destroying', 'destroyed') for no key update`);
  if (rows.length === 0) throw notFound();
}

function present({
  createdAt,
  lastUsedAt,
  ...key
}: {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}) {
  return { ...key, createdAt: createdAt.getTime(), lastUsedAt: lastUsedAt?.getTime() ?? null };
}
