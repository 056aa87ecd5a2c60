import { createHash, hkdfSync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { jwtVerify, SignJWT } from 'jose';
import { JOSEError } from 'jose/errors';
import { z } from 'zod';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { users } from '../db/schema/accounts.ts';
import { Fault, notFound } from '../errors.ts';
import { principalOfSession } from './sessions.ts';

const lifeMs = 3_600_000;
/** Raised when the claims change their meaning: tokens of before are then nobody's. */
const version = 1;
const source = 'claw-chat';

/** Checked after the signature: who could sign could write anything, but an older version of ours signed, too. */
const claimsSchema = z.object({
  sub: z.string(),
  sid: z.string(),
  pepper: z.string(),
  env: z.string(),
  kiloUserId: z.string(),
  tokenSource: z.literal(source),
  version: z.literal(version),
});
type Claims = z.infer<typeof claimsSchema>;

/** A token for programs that can't carry the cookie. It is worth no more than its session, and an hour at most. */
export async function issueBearer(
  app: AppContext,
  { userId, sessionId }: UserPrincipal,
): Promise<{ token: string; expiresAt: string; userId: string }> {
  if (sessionId === null) throw new Fault('forbidden', 'A key has no session that a token could stand for.');
  const pepper = await pepperOf(app, userId);
  if (pepper === null) throw notFound();
  const now = app.clock.now();
  const expiresAt = new Date(Math.floor(now.getTime() / 1_000) * 1_000 + lifeMs);
  const claims: Claims = {
    sub: userId,
    sid: sessionId,
    pepper,
    env: app.env.mode,
    kiloUserId: userId,
    tokenSource: source,
    version,
  };
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .setAudience(app.publicUrl)
    .sign(signingKey(app));
  return { token, expiresAt: expiresAt.toISOString(), userId };
}

/** Who a token speaks for; null unless we signed it for this very place, and its session and pepper still stand. */
export async function principalOfBearer(app: AppContext, token: string): Promise<UserPrincipal | null> {
  const claims = await readClaims(app, token);
  if (claims === null || claims.env !== app.env.mode || claims.kiloUserId !== claims.sub) return null;
  const principal = await principalOfSession(app, claims.sid);
  if (principal === null || principal.userId !== claims.sub) return null;
  return (await pepperOf(app, claims.sub)) === claims.pepper ? principal : null;
}

async function readClaims(app: AppContext, token: string): Promise<Claims | null> {
  try {
    const { payload } = await jwtVerify(token, signingKey(app), {
      // Named, or a token could choose how it is checked.
      algorithms: ['HS256'],
      audience: app.publicUrl,
      requiredClaims: ['exp'],
      currentDate: app.clock.now(),
    });
    return claimsSchema.safeParse(payload).data ?? null;
  } catch (error) {
    if (error instanceof JOSEError) return null;
    throw error;
  }
}

/** A key of its own, so that neither a cookie nor a token can ever be taken for the other. */
function signingKey(app: AppContext): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', app.secrets.auth, '', 'claw-chat bearer token', 32));
}

/** A token's payload can be read by whoever holds it, so it carries the pepper's hash. */
async function pepperOf(app: AppContext, userId: string): Promise<string | null> {
  const [row] = await app.db.select({ pepper: users.pepper }).from(users).where(eq(users.id, userId));
  return row === undefined ? null : createHash('sha256').update(row.pepper).digest('base64url');
}
