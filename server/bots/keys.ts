import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { and, eq, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { BotPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { botKeys } from '../db/schema/bots.ts';

/** Makes a key of a sandbox. The key itself is returned once and never again; only the secret's hash is kept. */
export async function createKey(
  app: AppContext,
  sandboxId: string,
  name: string,
): Promise<{ id: string; key: string }> {
  const id = ulid().toLowerCase();
  const secret = randomBytes(32).toString('base64url');
  await app.db.insert(botKeys).values({ id, sandboxId, name, secretHash: sha256(secret) });
  return { id, key: `ccb_${id}_${secret}` };
}

/**
 * A new key in the place of those that had this name: they are revoked. Those that were revoked before go, or a restart
 * would leave a row behind each time.
 */
export async function replaceKey(
  app: AppContext,
  sandboxId: string,
  name: string,
): Promise<{ id: string; key: string }> {
  const sameName = and(eq(botKeys.sandboxId, sandboxId), eq(botKeys.name, name));
  await app.db.delete(botKeys).where(and(sameName, isNotNull(botKeys.revokedAt)));
  await revoke(app, sandboxId, sameName);
  return createKey(app, sandboxId, name);
}

/** Its requests are refused from now on, and its stream ends. */
export async function revokeKey(app: AppContext, sandboxId: string, keyId: string): Promise<void> {
  await revoke(app, sandboxId, and(eq(botKeys.sandboxId, sandboxId), eq(botKeys.id, keyId)));
}

async function revoke(app: AppContext, sandboxId: string, which: SQL | undefined): Promise<void> {
  await app.db
    .update(botKeys)
    .set({ revokedAt: app.clock.now() })
    .where(and(which, isNull(botKeys.revokedAt)));
  app.botStreams.wake([sandboxId]);
}

/** Who a key speaks for; null for a malformed, unknown, wrong or revoked one. */
export async function principalOfKey(app: AppContext, key: string): Promise<BotPrincipal | null> {
  const [, id = '', secret = ''] = /^ccb_([0-9a-z]{26})_([A-Za-z0-9_-]{43})$/.exec(key) ?? [];
  if (id === '') return null;
  const [row] = await app.db
    .select({ sandboxId: botKeys.sandboxId, secretHash: botKeys.secretHash })
    .from(botKeys)
    .where(and(eq(botKeys.id, id), isNull(botKeys.revokedAt)));
  if (row === undefined || !timingSafeEqual(row.secretHash, sha256(secret))) return null;
  return { kind: 'bot', sandboxId: row.sandboxId, keyId: id };
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
