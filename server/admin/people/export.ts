import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { userIdSchema } from '#lib/contract/ids.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { exportAccount } from '#server/chat/export.ts';
import { notFound } from '#server/errors.ts';

/** Long enough for the browser that asked to fetch it. */
const addressLifeMs = 5 * 60_000;

/** Whose data, for which operator, and until when. */
interface Grant {
  userId: string;
  operatorId: string;
  expiresAt: number;
}

/**
 * Asking leaves a line in the audit log and gives this address; only with it, and only to who asked, the document is given.
 * So a download can be as long as it likes, and none goes without its line.
 */
export async function grantExport(
  app: AppContext,
  { userId: operatorId }: UserPrincipal,
  userId: string,
): Promise<{ path: string; expiresAt: number }> {
  await demandPerson(app, userId);
  const expiresAt = app.clock.now().getTime() + addressLifeMs;
  const signature = sign(app, { userId, operatorId, expiresAt }).toString('base64url');
  const query = new URLSearchParams({ expires: String(expiresAt), signature });
  return { path: `/v1/people/${userId}/export?${query}`, expiresAt };
}

const askedSchema = z.object({
  userId: userIdSchema,
  expires: z.string().regex(/^\d{1,15}$/),
  signature: z.string().length(43),
});

/** All that is theirs, as they would get it themselves. Whoever wasn't given the address finds nothing. */
export async function exportPerson(
  app: AppContext,
  principal: UserPrincipal,
  asked: Record<string, string>,
): Promise<AsyncIterable<string>> {
  const parsed = askedSchema.safeParse(asked);
  if (!principal.isOperator || !parsed.success) throw notFound();
  const { userId, expires, signature } = parsed.data;
  const expiresAt = Number(expires);
  const given = Buffer.from(signature, 'base64url');
  const ours = sign(app, { userId, operatorId: principal.userId, expiresAt });
  if (given.length !== ours.length || !timingSafeEqual(given, ours)) throw notFound();
  if (app.clock.now().getTime() >= expiresAt) throw notFound();
  await demandPerson(app, userId);
  return exportAccount(app, { kind: 'user', userId, sessionId: null, isOperator: false });
}

async function demandPerson({ sql }: AppContext, userId: string): Promise<void> {
  const found = await sql`select from users where id = ${userId}`;
  if (found.count === 0) throw notFound();
}

function sign(app: AppContext, { userId, operatorId, expiresAt }: Grant): Buffer {
  const key = Buffer.from(hkdfSync('sha256', app.secrets.auth, '', 'claw-chat exports of accounts', 32));
  return createHmac('sha256', key)
    .update(JSON.stringify([userId, operatorId, expiresAt]))
    .digest();
}
