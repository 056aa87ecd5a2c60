import { accountOf } from './accounts/account.ts';
import { authSettings } from './accounts/auth-settings.ts';
import { cookieName, principalOfCookie } from './accounts/session-cookie.ts';
import type { AppContext } from './app-context.ts';
import type { RunningServer } from './trpc/caller.ts';
import { createCaller } from './trpc/root.ts';

/** What pages get to see of this process; see `trpc/caller.ts`. */
export function presentToPages(app: AppContext): RunningServer {
  const principalOf = (sealed: string | null) => (sealed === null ? null : principalOfCookie(app, sealed));
  return {
    app,
    authSettings: (asked) => authSettings(app, asked),
    sessionCookie: cookieName(app.publicUrl, 'session'),
    callerFor: async (sealed) =>
      createCaller({
        app,
        principal: await principalOf(sealed),
        visitor: { isLocal: false },
        address: 'page',
        userAgent: null,
        requestId: 'page',
      }),
    accountFor: async (sealed) => {
      const principal = await principalOf(sealed);
      return principal === null ? null : accountOf(app, principal);
    },
  };
}
