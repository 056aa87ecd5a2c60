import type { BotPrincipal, KeyPrincipal, SessionPrincipal, UserPrincipal } from '#lib/contract/principals.ts';
import { principalOfApiKey } from '../accounts/api-keys.ts';
import { principalOfBearer } from '../accounts/bearer-tokens.ts';
import { principalOfKey } from '../bots/keys.ts';
import { Fault, notFound } from '../errors.ts';
import { spend } from '../rate-limit.ts';
import { notSignedIn } from '../trpc/procedures.ts';
import { bearerOf } from './bearer.ts';
import type { Call } from './route.ts';

/** Who asks, and with what. */
type Caller = { by: 'cookie' | 'token' | 'key'; principal: UserPrincipal } | { by: 'bot key'; principal: BotPrincipal };

const sandboxHeader = 'x-kilo-sandbox-id';

/**
 * A bearer wins over a cookie, which is then not even looked at: so a bearer needs no proof of which page asked. Other
 * schemes say nothing to us: a proxy in front may ask for a password of its own.
 */
export async function callerOf(call: Call): Promise<Caller> {
  const caller = await findCaller(call);
  call.caller = nameOf(caller);
  return caller;
}

async function findCaller(call: Call): Promise<Caller> {
  const { app } = call;
  const bearer = bearerOf(call);
  if (bearer === null) return { by: 'cookie', principal: (await call.user()) ?? refuse() };
  if (bearer.startsWith('ccb_')) return { by: 'bot key', principal: await botOfHeader(call, bearer) };
  if (bearer.startsWith('cck_')) return { by: 'key', principal: await personOfKey(call, bearer) };
  return { by: 'token', principal: (await principalOfBearer(app, bearer)) ?? refuse() };
}

/** Pages have budgets for what they do; a program has one for asking at all. */
async function personOfKey({ app }: Call, key: string): Promise<KeyPrincipal> {
  const person = (await principalOfApiKey(app, key)) ?? refuse();
  await spend(app.limits.apiByKey, person.keyId);
  return person;
}

export async function userOf(call: Call): Promise<UserPrincipal> {
  const caller = await callerOf(call);
  if (caller.by === 'bot key') throw new Fault('forbidden', 'This is for people; an agent has its own API.');
  return caller.principal;
}

export async function sessionOf(call: Call): Promise<SessionPrincipal> {
  return withSession(await userOf(call));
}

export async function pageOf(call: Call): Promise<SessionPrincipal> {
  const { by, principal } = await callerOf(call);
  if (by !== 'cookie') throw new Fault('forbidden', 'Only a page that is signed in may ask for this.');
  return withSession(principal);
}

function withSession({ sessionId, ...principal }: UserPrincipal): SessionPrincipal {
  if (sessionId === null) throw new Fault('forbidden', 'A key has no session. Ask with a bearer token.');
  return { ...principal, sessionId };
}

/** The bot of a request below `/bot/v1/sandboxes/:sandboxId`. A key of another sandbox learns nothing about this one. */
export async function botOfPath(call: Call): Promise<BotPrincipal> {
  const bot = await botOfKey(call, bearerOf(call));
  if (call.params['sandboxId'] !== bot.sandboxId) throw notFound();
  call.caller = nameOf({ by: 'bot key', principal: bot });
  return bot;
}

/** On `/v1` no path names the sandbox, so a header does: an agent that mixes its keys up is told, not served. */
async function botOfHeader(call: Call, key: string): Promise<BotPrincipal> {
  const bot = await botOfKey(call, key);
  const named = call.req.headers[sandboxHeader];
  if (named === undefined) throw new Fault('invalid_input', `Name your sandbox in the header ${sandboxHeader}.`);
  if (named !== bot.sandboxId) throw notFound();
  return bot;
}

async function botOfKey({ app }: Call, key: string | null): Promise<BotPrincipal> {
  const bot = key === null ? null : await principalOfKey(app, key);
  if (bot === null) throw new Fault('not_signed_in', 'Send a key of this sandbox as a bearer token.');
  return bot;
}

function nameOf({ by, principal }: Caller): string {
  return `${principal.kind === 'bot' ? principal.sandboxId : principal.userId} by ${by}`;
}

function refuse(): never {
  throw notSignedIn();
}
