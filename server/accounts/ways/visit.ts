import type { User } from 'next-auth';
import type { EntryProblem } from '#lib/contract/accounts.ts';
import { linkTokenSchema, providerIdSchema } from '#lib/contract/accounts.ts';
import type { ErrorCode } from '#lib/contract/errors.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';
import { networkOf } from '#server/limits.ts';
import { isFresh } from '../confirm.ts';
import { readCookie } from '../cookies.ts';
import { originOf } from '../origin.ts';
import { cookieName, principalOfCookie } from '../session-cookie.ts';
import { openSession } from '../sessions.ts';
import { enterBy, EntryRefused, linkIdentity } from './enter.ts';
import { errandCookie, readErrand, type Errand } from './errand.ts';
import type { Claim } from './providers.ts';

/** A request to next-auth. */
export interface Asked {
  method: string;
  /** Behind `/api/auth/`, with its percent signs resolved. */
  path: readonly string[];
  headers: Record<string, string | undefined>;
  form: Record<string, string>;
}

/** What one request to next-auth does besides what next-auth does with it, where somebody else says who a person is. */
export interface Visit {
  /** Asked first: where to send somebody instead, or null; and a cookie to set. */
  begin(): Promise<{ instead: string | null; cookie: string | null }>;
  /** A provider vouches: true, or the page that says why that wasn't enough. */
  enter(user: User): Promise<true | string>;
  /** What the session cookie is to hold then. */
  token(): { sub: string; sid: string };
  /** Where it leads instead of back to where it began. Who has joined on the way finds that invitation used. */
  landing(): string | null;
}

export function visitOf(app: AppContext, asked: Asked): Visit {
  const [action, provider] = asked.path;
  const isAbroad = providerIdSchema.safeParse(provider).success;
  let entered: ComeIn | null = null;
  return {
    begin: async () => {
      const isSending = isAbroad && action === 'signin' && asked.method === 'POST';
      const isBack = isAbroad && action === 'callback';
      if (!isSending && !isBack) return { instead: null, cookie: null };
      const errand = isSending ? await errandOf(app, asked) : await readErrand(app, asked.headers['cookie']);
      const isLink = asked.form['link'] !== undefined || errand.linkFor !== undefined;
      const instead = (problem: EntryProblem) => ({
        instead: pageFor(app, { ...errand, isLink }, problem),
        cookie: null,
      });
      if (await isHasty(app, asked)) return instead('too_many_tries');
      if (isLink && errand.linkFor === undefined) return instead('sign_in_again');
      return { instead: null, cookie: await errandCookie(app, isSending ? errand : null) };
    },
    enter: async (user) => {
      const errand = await readErrand(app, asked.headers['cookie']);
      try {
        entered = await comeIn(app, user as Claim, { errand, asked });
        return true;
      } catch (error) {
        return pageFor(app, { ...errand, isLink: errand.linkFor !== undefined }, problemOf(app, error));
      }
    },
    token: () => {
      if (entered === null) throw new Error('nobody has come in');
      const { sub, sid } = entered;
      return { sub, sid };
    },
    landing: () => (entered?.hasJoined === true ? `${app.publicUrl}/claw/chat` : null),
  };
}

interface ComeIn {
  sub: string;
  sid: string;
  hasJoined: boolean;
}

async function comeIn(
  app: AppContext,
  claim: Claim,
  { errand, asked }: { errand: Errand; asked: Asked },
): Promise<ComeIn> {
  // The operator chose one issuer; and what can't be stored is nobody's name.
  if (claim.issuer === '' || !/^[\x20-\x7e]{1,255}$/.test(claim.subject)) throw new EntryRefused('failed');
  const origin = originOf(asked.headers);
  if (errand.linkFor !== undefined) {
    const principal = await principalOf(app, asked);
    if (principal?.sessionId !== errand.linkFor) throw new EntryRefused('sign_in_again');
    await linkIdentity(app, claim, principal.userId);
    return { sub: principal.userId, sid: errand.linkFor, hasJoined: false };
  }
  const from = { address: origin.address ?? '', userAgent: origin.userAgent, requestId: 'page' };
  const { userId, hasJoined } = await enterBy(app, claim, { invitation: errand.invitation, from });
  const sid = await openSession(app, userId, origin);
  app.log.info({ userId, address: origin.address, by: claim.issuer }, 'Somebody signed in.');
  return { sub: userId, sid, hasJoined };
}

/** What the page says that somebody is about. To link, they must have signed in a moment ago. */
async function errandOf(app: AppContext, asked: Asked): Promise<Errand> {
  const { link, invitation } = asked.form;
  if (link !== undefined) {
    const principal = await principalOf(app, asked);
    const mayLink = principal !== null && principal.sessionId !== null && (await isFresh(app, principal));
    return mayLink ? { linkFor: principal.sessionId ?? undefined } : {};
  }
  return { invitation: linkTokenSchema.safeParse(invitation).data };
}

async function principalOf(app: AppContext, { headers }: Asked): Promise<UserPrincipal | null> {
  const sealed = readCookie(headers['cookie'], cookieName(app.publicUrl, 'session'));
  return sealed === null ? null : principalOfCookie(app, sealed);
}

async function isHasty({ limits }: AppContext, { headers }: Asked): Promise<boolean> {
  return (await limits.providerByAddress.take(networkOf(originOf(headers).address ?? ''))) !== null;
}

/** Back to where it began, with why. */
function pageFor(
  { publicUrl }: AppContext,
  { invitation, isLink }: Pick<Errand, 'invitation'> & { isLink: boolean },
  problem: EntryProblem,
): string {
  if (isLink) return `${publicUrl}/settings/profile?problem=${problem}`;
  const back = invitation === undefined ? '' : `&back=/invitation/${invitation}`;
  return `${publicUrl}/sign-in?error=${problem}${back}`;
}

const problems: Partial<Record<ErrorCode, EntryProblem>> = {
  invitation_over: 'invitation_over',
  forbidden: 'invitation_for_another',
  signup_closed: 'signup_closed',
};

function problemOf(app: AppContext, error: unknown): EntryProblem {
  const known = error instanceof Fault ? problems[error.code] : undefined;
  const why = error instanceof EntryRefused ? error.problem : known;
  if (why !== undefined) {
    app.log.info({ why }, 'A sign-in by a provider was refused.');
    return why;
  }
  app.log.error({ err: error }, 'Somebody whom a provider vouched for could not be let in.');
  return 'failed';
}
