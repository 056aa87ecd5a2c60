import { botIdOf } from './ids.ts';

/** Who does something. Every command takes one; there is no ambient user. */
export type Principal = UserPrincipal | BotPrincipal | SystemPrincipal;

export interface UserPrincipal {
  kind: 'user';
  userId: string;
  /** The session behind the cookie or the bearer token: revoking it ends what was opened with it. Null: a personal key. */
  sessionId: string | null;
  /** The personal key that was shown instead: revoking it does the same. */
  keyId?: string;
  isOperator: boolean;
}

/** A person by way of a session, which can be ended, and with it all that was opened in its name. */
export interface SessionPrincipal extends UserPrincipal {
  sessionId: string;
}

/** A person by way of a program that has one of their keys. */
export interface KeyPrincipal extends UserPrincipal {
  sessionId: null;
  keyId: string;
}

export interface BotPrincipal {
  kind: 'bot';
  sandboxId: string;
  keyId: string;
}

/** The product itself: jobs, provisioning, the first conversation. */
export interface SystemPrincipal {
  kind: 'system';
}

export const systemPrincipal: SystemPrincipal = { kind: 'system' };

/** The id under which a principal is a member of conversations; the system is a member of none. */
export function memberIdOf(principal: UserPrincipal | BotPrincipal): string {
  return principal.kind === 'user' ? principal.userId : botIdOf(principal.sandboxId);
}
