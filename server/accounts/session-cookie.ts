import type { IncomingMessage } from 'node:http';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '../app-context.ts';
import { readCookie } from './cookies.ts';
import { principalOfSession } from './sessions.ts';

/** `__Host-` binds a cookie to this host and to https; browsers refuse the name over plain http. */
export function cookieName(publicUrl: string, name: string): string {
  return publicUrl.startsWith('https:') ? `__Host-claw-chat.${name}` : `claw-chat.${name}`;
}

/** Who a request's cookie speaks for, asked of the sessions table every time: a revoked session is out at once. */
export async function principalOfRequest(app: AppContext, req: IncomingMessage): Promise<UserPrincipal | null> {
  const sealed = readCookie(req.headers.cookie, cookieName(app.publicUrl, 'session'));
  return sealed === null ? null : principalOfCookie(app, sealed);
}

export async function principalOfCookie(app: AppContext, sealed: string): Promise<UserPrincipal | null> {
  const sessionId = await app.seals.sessionIn(sealed);
  return sessionId === null ? null : principalOfSession(app, sessionId);
}
