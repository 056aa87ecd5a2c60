import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { Visitor } from '../accounts/sign-up.ts';
import type { AppContext } from '../app-context.ts';

/** What a procedure knows of its caller. */
export interface CallContext {
  app: AppContext;
  principal: UserPrincipal | null;
  visitor: Visitor;
  /** The caller's, as far as the trusted proxies vouch for it. */
  address: string;
  userAgent: string | null;
  requestId: string;
}
