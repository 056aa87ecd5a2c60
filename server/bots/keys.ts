import { and, eq, isNotNull, isNull, notInArray, or, type SQL } from 'drizzle-orm';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import { recordRevocation } from '../accounts/revocations.ts';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { botKeys } from '../db/schema/bots.ts';
import { sandboxes } from '../db/schema/sandboxes.ts';
import type { Transaction } from '../db/transaction.ts';
import { Fault } from '../errors.ts';
import { isUseOld, mintKey, readKey } from '../keys.ts';

/** Of the agent that comes with the box, among its sandbox's keys. */
export const builtinKeyName = 'built-in agent';

export interface NewBotKey {
  id: string;
  name: string;
  createdAt: number;
  lastUsedAt: null;
  key: string;
}

export async function createKey(app: AppContext, sandboxId: string, name: string): Promise<NewBotKey> {
  return app.transaction((tx) => insertKey(app, tx, { sandboxId, name }));
}

/** Makes a key of a sandbox. The key itself is returned once and never again; only the secret's hash is kept. */
export async function insertKey(
  { clock }: AppContext,
  tx: Transaction,
  { sandboxId, name }: { sandboxId: string; name: string },
): Promise<NewBotKey> {
  const { id, key, secretHash } = mintKey('ccb');
  const createdAt = clock.now();
  await tx.db.insert(botKeys).values({ id, sandboxId, name, secretHash, createdAt });
  return { id, name, createdAt: createdAt.getTime(), lastUsedAt: null, key };
}

/**
 * A new key in the place of those that had this name: they are revoked. Those that were revoked before go, or a restart
 * would leave a row behind each time.
 */
export async function replaceKey(app: AppContext, sandboxId: string, name: string): Promise<NewBotKey> {
  await app.db.delete(botKeys).where(and(isNamed(sandboxId, name), isNotNull(botKeys.revokedAt)));
  await revokeKeysNamed(app, sandboxId, name);
  return createKey(app, sandboxId, name);
}

export async function revokeKeysNamed(app: AppContext, sandboxId: string, name: string): Promise<void> {
  await revoke(app, sandboxId, isNamed(sandboxId, name));
}

function isNamed(sandboxId: string, name: string): SQL | undefined {
  return and(eq(botKeys.sandboxId, sandboxId), eq(botKeys.name, name));
}

/** Its requests are refused from now on, and its stream ends. False: there is no such key that opens anything. */
export async function revokeKey(app: AppContext, sandboxId: string, keyId: string): Promise<boolean> {
  return revoke(app, sandboxId, and(eq(botKeys.sandboxId, sandboxId), eq(botKeys.id, keyId)));
}

async function revoke(app: AppContext, sandboxId: string, which: SQL | undefined): Promise<boolean> {
  const count = await app.transaction(async (tx) => {
    const revoked = await tx.db
      .update(botKeys)
      .set({ revokedAt: app.clock.now() })
      .where(and(which, isNull(botKeys.revokedAt)))
      .returning({ id: botKeys.id });
    for (const { id } of revoked) await recordRevocation(app, tx, { kind: 'bot_key', subject: id });
    return revoked.length;
  });
  app.botStreams.wake([sandboxId]);
  return count > 0;
}

/** Their person is disabled or goes: what was opened with the keys of their own agents ends. The keys themselves stay. */
export async function endReadingByKeysOf(
  app: AppContext,
  tx: Transaction,
  { userId }: { userId: string },
): Promise<void> {
  const theirs = await tx.db
    .select({ id: botKeys.id })
    .from(botKeys)
    .innerJoin(sandboxes, eq(sandboxes.id, botKeys.sandboxId))
    .where(and(eq(sandboxes.ownerId, userId), isNull(sandboxes.organizationId), isNull(botKeys.revokedAt)));
  for (const { id } of theirs) await recordRevocation(app, tx, { kind: 'bot_key', subject: id });
}

/**
 * Who a key speaks for; null for a malformed, unknown, wrong or revoked one, once the person whose sandbox it is is
 * disabled, and from the moment on in which the sandbox is destroyed. One whose sandbox is stopped is told so.
 */
export async function principalOfKey(app: AppContext, key: string): Promise<BotPrincipal | null> {
  const read = readKey('ccb', key);
  if (read === null) return null;
  const [row] = await app.db
    .select({
      sandboxId: botKeys.sandboxId,
      secretHash: botKeys.secretHash,
      lastUsedAt: botKeys.lastUsedAt,
      status: sandboxes.status,
    })
    .from(botKeys)
    .innerJoin(sandboxes, eq(sandboxes.id, botKeys.sandboxId))
    .innerJoin(users, eq(users.id, sandboxes.ownerId))
    .where(
      and(
        eq(botKeys.id, read.id),
        isNull(botKeys.revokedAt),
        or(isNotNull(sandboxes.organizationId), isNull(users.disabledAt)),
        notInArray(sandboxes.status, ['destroying', 'destroyed']),
      ),
    );
  if (row === undefined || !read.opens(row.secretHash)) return null;
  if (row.status === 'stopped') {
    throw new Fault('agent_stopped', 'This agent is stopped. Its doors open again when its people start it.');
  }
  const now = app.clock.now();
  if (isUseOld(row.lastUsedAt, now)) {
    await app.db.update(botKeys).set({ lastUsedAt: now }).where(eq(botKeys.id, read.id));
  }
  return { kind: 'bot', sandboxId: row.sandboxId, keyId: read.id };
}
