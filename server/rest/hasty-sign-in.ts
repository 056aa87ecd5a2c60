import { toProblem } from '../errors.ts';
import { networkOf } from '../limits.ts';
import { rateLimited } from '../rate-limit.ts';
import type { Call, Reply } from './route.ts';

const signInPath = '/api/auth/callback/credentials';

/**
 * Says "later" to an address that has used its tries up, before a page is asked for. It counts nothing: tries are counted
 * where the password is looked at, and who writes this path in another way is refused there, only less politely.
 */
export async function refuseHastySignIn({ app, method, url, address, requestId }: Call): Promise<Reply | null> {
  if (method !== 'POST' || url.pathname !== signInPath) return null;
  const wait = await app.limits.signInByAddress.peek(networkOf(address));
  if (wait === null) return null;
  // next-auth's client looks for the error in a `url`, and falls over without one.
  const page = `${app.publicUrl}/sign-in?error=too_many_tries`;
  return { status: 429, body: { ...toProblem(rateLimited(wait), requestId), url: page }, retryAfterSeconds: wait };
}
