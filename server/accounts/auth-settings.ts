import type { AuthOptions, User } from 'next-auth';
import type { AppContext } from '../app-context.ts';
import { networkOf } from '../limits.ts';
import { cookieName } from './session-cookie.ts';
import { revokeSession, sessionDays } from './sessions.ts';
import { signIn } from './sign-in.ts';

/** What next-auth carries from `authorize` into the cookie's token. */
interface SessionUser extends User {
  sid: string;
}

export interface AuthSettings extends Omit<AuthOptions, 'providers'> {
  authorize(
    credentials: Record<string, string> | undefined,
    request: { headers?: Record<string, string> },
  ): Promise<User | null>;
}

/** next-auth seals and clears the cookie; what a session is, and whether it still holds, is our table's business. */
export function authSettings(app: AppContext): AuthSettings {
  const isSecure = app.publicUrl.startsWith('https:');
  const cookie = (name: string) => ({
    name: cookieName(app.publicUrl, name),
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure },
  });
  return {
    secret: app.secrets.auth,
    useSecureCookies: isSecure,
    cookies: { sessionToken: cookie('session'), csrfToken: cookie('csrf'), callbackUrl: cookie('callback') },
    session: { strategy: 'jwt', maxAge: sessionDays * 86_400 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: {
      jwt: ({ token, user }) => (user === undefined ? token : { sub: user.id, sid: (user as SessionUser).sid }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith('/') && !url.startsWith('//') ? baseUrl + url : baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.['sid'] === 'string') await revokeSession(app, token['sid']);
      },
    },
    authorize: (credentials, request) => authorize(app, credentials, request.headers ?? {}),
  };
}

async function authorize(
  app: AppContext,
  credentials: Record<string, string> | undefined,
  headers: Record<string, string>,
): Promise<SessionUser | null> {
  const { email, password } = credentials ?? {};
  if (typeof email !== 'string' || typeof password !== 'string') return null;
  const origin = { userAgent: headers['user-agent']?.slice(0, 300) ?? null, address: headers[addressHeader] ?? null };
  const tries = triesOf(app, { email, address: origin.address });
  // next-auth hands the message on to the page, and nothing else.
  for (const { limit, key } of tries) if ((await limit.take(key)) !== null) throw new Error('too_many_tries');
  const signedIn = await signIn(app, { email, password }, origin);
  if (signedIn === null) return null;
  for (const { limit, key } of tries) await limit.giveBack(key);
  return { id: signedIn.userId, sid: signedIn.sessionId };
}

/**
 * What a try at the door spends: of its address, against one that tries many accounts; of the account, known or not, against
 * many that try one. Who gets in gets back what that try cost and no more: people behind one address don't shut each other
 * out, and whoever has an account of their own gains no guesses at others' by signing in between them.
 */
function triesOf({ limits }: AppContext, { email, address }: { email: string; address: string | null }) {
  return [
    { limit: limits.signInByAddress, key: networkOf(address ?? '') },
    { limit: limits.signInByAccount, key: email.trim().toLowerCase().slice(0, 254) },
  ];
}

/** Set by our own server on what it hands to Next, over whatever the caller sent under this name. */
export const addressHeader = 'x-claw-chat-address';
