import type { AuthOptions, User } from 'next-auth';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { AppContext } from '../app-context.ts';
import { networkOf } from '../limits.ts';
import { originOf } from './origin.ts';
import { cookieName } from './session-cookie.ts';
import { revokeSession, sessionDays } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { authLogger } from './ways/auth-logger.ts';
import { errandSeconds } from './ways/errand.ts';
import { nextAuthProviders } from './ways/providers.ts';
import { visitOf, type Asked, type Visit } from './ways/visit.ts';

/** What next-auth carries from `authorize` into the cookie's token. */
interface SessionUser extends User {
  sid: string;
}

export interface AuthSettings extends Omit<AuthOptions, 'providers'> {
  authorize(
    credentials: Record<string, string> | undefined,
    request: { headers?: Record<string, string> },
  ): Promise<User | null>;
  /** Those besides the password. */
  providers: OAuthConfig<Record<string, unknown>>[];
  visit: Visit;
}

/** next-auth seals and clears the cookie; what a session is, and whether it still holds, is our table's business. */
export function authSettings(app: AppContext, asked: Asked): AuthSettings {
  const isSecure = app.publicUrl.startsWith('https:');
  const cookie = (name: string, age: { maxAge?: number } = {}) => ({
    name: cookieName(app.publicUrl, name),
    options: { httpOnly: true, sameSite: 'lax' as const, path: '/', secure: isSecure, ...age },
  });
  const trip = { maxAge: errandSeconds };
  const visit = visitOf(app, asked);
  return {
    secret: app.secrets.auth,
    useSecureCookies: isSecure,
    cookies: {
      sessionToken: cookie('session'),
      csrfToken: cookie('csrf'),
      callbackUrl: cookie('callback'),
      // What somebody who comes back from a provider has to bring along.
      state: cookie('state', trip),
      nonce: cookie('nonce', trip),
      pkceCodeVerifier: cookie('pkce', trip),
    },
    session: { strategy: 'jwt', maxAge: sessionDays * 86_400 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: {
      signIn: ({ user, account }) => (account?.type === 'oauth' ? visit.enter(user) : true),
      jwt: ({ token, user, account }) => {
        if (account?.type === 'oauth') return visit.token();
        return user === undefined ? token : { sub: user.id, sid: (user as SessionUser).sid };
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => ourAddress(url, baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.['sid'] !== 'string') return;
        await revokeSession(app, token['sid']);
        app.log.info({ userId: token.sub }, 'Somebody signed out.');
      },
    },
    logger: authLogger(app.log),
    authorize: (credentials, request) => authorize(app, credentials, request.headers ?? {}),
    providers: nextAuthProviders(app),
    visit,
  };
}

/** Where somebody is led afterwards: a path, or an address of ours as next-auth has kept it. */
function ourAddress(url: string, baseUrl: string): string {
  if (url.startsWith(`${baseUrl}/`)) return url;
  return url.startsWith('/') && !url.startsWith('//') ? baseUrl + url : baseUrl;
}

async function authorize(
  app: AppContext,
  credentials: Record<string, string> | undefined,
  headers: Record<string, string>,
): Promise<SessionUser | null> {
  const { email, password } = credentials ?? {};
  if (typeof email !== 'string' || typeof password !== 'string') return null;
  const origin = originOf(headers);
  const tries = triesOf(app, { email, address: origin.address });
  // next-auth hands the message on to the page, and nothing else.
  for (const { limit, key } of tries) {
    if ((await limit.take(key)) === null) continue;
    app.log.info({ address: origin.address }, 'A sign-in was refused: too many tries.');
    throw new Error('too_many_tries');
  }
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
