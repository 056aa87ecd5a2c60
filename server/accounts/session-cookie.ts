import type { IncomingMessage } from 'node:http';
import { decode } from 'next-auth/jwt';
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
  const sessionId = await openSeal(app, sealed);
  return sessionId === null ? null : principalOfSession(app, sessionId);
}

/** Anything but a cookie that we sealed is nobody: forged, foreign and expired ones look the same. */
async function openSeal(app: AppContext, sealed: string): Promise<string | null> {
  try {
    const token = await decode({ token: sealed, secret: app.secrets.auth });
    return typeof token?.['sid'] === 'string' ? token['sid'] : null;
  } catch (error) {
    app.log.debug({ err: error }, 'a session cookie could not be opened');
    return null;
  }
}
