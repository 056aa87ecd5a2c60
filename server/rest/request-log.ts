import { readCookie } from '../accounts/cookies.ts';
import { cookieName } from '../accounts/session-cookie.ts';
import type { Call } from './route.ts';

/**
 * One line a request: never its query, its headers or its body. Failures of ours at a level that is on, and so are refusals:
 * of somebody who is known, who came with something that opens nothing, or who came too often. The rest not.
 */
export function logAnswer(call: Call): void {
  const began = performance.now();
  const { res, method, log } = call;
  res.once('close', () => {
    const line = {
      method,
      path: withoutSecrets(call.url.pathname),
      status: res.writableFinished ? res.statusCode : 'cut off',
      ms: Math.round(performance.now() - began),
      caller: call.caller,
    };
    if (isTold(call)) log.info(line, 'answered');
    else log.debug(line, 'answered');
  });
}

/** Who comes with nothing and is asked to sign in is everybody whose session has ended, and no line for anybody. */
function isTold({ app, req: { headers }, res: { statusCode } }: Call): boolean {
  const session = readCookie(headers.cookie, cookieName(app.publicUrl, 'session'));
  if (statusCode === 401) return headers.authorization !== undefined || session !== null;
  return statusCode === 403 || statusCode === 429 || statusCode >= 500;
}

/** Ids of ours have 26 characters. What is as long as a token may be one that somebody put into a path. */
function withoutSecrets(path: string): string {
  return path.replaceAll(/[^/]{40,}/g, '…');
}
