import { isIPv6 } from 'node:net';
import { memberIdOf, type BotPrincipal, type UserPrincipal } from '#lib/contract/principals.ts';
import type { AdjustableLimits } from '#lib/contract/settings.ts';
import type { Clock } from './clock.ts';
import { MemoryRateLimit } from './rate-limit-memory.ts';
import { RedisRateLimit } from './rate-limit-redis.ts';
import { spend, type Budget, type RateLimit } from './rate-limit.ts';
import type { RedisLink } from './redis.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** What may be done how often. `docs/runbook.md` says the same in words. */
export const usualBudgets = {
  // Five guesses a minute are no way to a password of ten characters, and enough for somebody who mistypes.
  signInByAddress: { burst: 5, everyMs: minute / 5 },
  // Many addresses that guess at one account are as slow together as one of them.
  signInByAccount: { burst: 5, everyMs: minute / 5 },
  signUpByAddress: { burst: 5, everyMs: minute / 5 },
  // Each is two or three requests to a provider; nobody guesses anything with them.
  providerByAddress: { burst: 20, everyMs: 3 * second },
  // Each is a link into an organization, and a letter perhaps.
  inviteByPerson: { burst: 20, everyMs: hour / 20 },
  // Nobody guesses 256 bits; this bounds what looking costs.
  invitationByAddress: { burst: 30, everyMs: 2 * second },
  // Each is a mail in somebody's inbox.
  resetByAccount: { burst: 3, everyMs: hour / 3 },
  resetByAddress: { burst: 10, everyMs: hour / 10 },
  sendByPerson: { burst: 10, everyMs: second },
  // An agent answers many at once and in pieces.
  sendByBot: { burst: 60, everyMs: second / 10 },
  // By weight: 33 bytes a millisecond are 32 KiB a second, and two seconds' worth may come at once.
  appendByBot: { burst: 2_000, everyMs: 1 },
  // Somebody who corrects a word, and then another.
  editByPerson: { burst: 10, everyMs: second },
  // An agent that streams the old way edits its message again and again.
  editByBot: { burst: 60, everyMs: second / 10 },
  // A burst is somebody who goes through what they have missed.
  reactionByMember: { burst: 20, everyMs: second / 2 },
  // A page says it every three seconds while somebody writes, and once when they stop.
  typingByMember: { burst: 5, everyMs: second },
  // What an agent says of itself and of a conversation: after each answer, and every 15 s.
  reportByBot: { burst: 20, everyMs: second / 2 },
  // Thirty pictures at once, and as many again; each may be 25 MiB.
  uploadByMember: { burst: 60, everyMs: 2 * second },
  // A page asks after each pause in typing.
  searchByMember: { burst: 30, everyMs: second / 2 },
  // One a socket: a browser with sixty tabs may come back from a restart at once.
  ticketByPerson: { burst: 60, everyMs: second },
  // Somebody who answers what waited overnight; nobody guesses 256 bits.
  actByAddress: { burst: 20, everyMs: 2 * second },
  // Agents and their keys can be made and thrown away without end, and each leaves something behind.
  agentByPerson: { burst: 10, everyMs: hour / 10 },
  agentKeyByPerson: { burst: 20, everyMs: hour / 20 },
  // Each is a name that others see and a place that somebody looks after.
  organizationByPerson: { burst: 5, everyMs: hour / 5 },
  // Each leaves a line in the audit log, refused or not: somebody who cleans up is quick, a script fills nothing.
  deedByPerson: { burst: 60, everyMs: second },
  // A program that asks more often wants the events as a stream.
  apiByKey: { burst: 200, everyMs: minute / 200 },
  // A browser says itself again whenever its push service has moved it.
  deviceByPerson: { burst: 20, everyMs: minute },
  // Each is a request to an address that somebody chose.
  testPushByPerson: { burst: 5, everyMs: minute / 5 },
} satisfies Record<string, Budget>;

export type Budgets = Record<keyof typeof usualBudgets, Budget>;
export type Limits = Record<keyof typeof usualBudgets, RateLimit>;

/** As operators have them now: each is read anew whenever one of it is spent. */
export function adjustedBudgets(current: () => AdjustableLimits): Budgets {
  const { sendByPerson, uploadByMember, agentByPerson } = usualBudgets;
  const paced = ({ burst }: Budget, everyMs: () => number): Budget => ({
    burst,
    get everyMs() {
      return Math.max(1, Math.round(everyMs()));
    },
  });
  return {
    ...usualBudgets,
    sendByPerson: paced(sendByPerson, () => minute / current().messagesPerMinute),
    uploadByMember: paced(uploadByMember, () => minute / current().filesPerMinute),
    agentByPerson: paced(agentByPerson, () => hour / current().agentsPerHour),
  };
}

/** With Redis for all nodes together, else for this one. */
export function createLimits(clock: Clock, budgets: Budgets = usualBudgets, redis: RedisLink | null = null): Limits {
  const limits = Object.entries(budgets).map(([name, budget]) => {
    const without = new MemoryRateLimit(budget, clock);
    return [name, redis === null ? without : new RedisRateLimit({ redis, clock, name, budget, without })];
  });
  return Object.fromEntries(limits) as Limits;
}

/** For each door to sending, so that it doesn't matter which one is taken. */
export async function spendSend(
  limits: Limits,
  principal: UserPrincipal | BotPrincipal,
  conversationId: string,
): Promise<void> {
  const limit = principal.kind === 'bot' ? limits.sendByBot : limits.sendByPerson;
  await spend(limit, `${conversationId} ${memberIdOf(principal)}`);
}

/** For each door to announcing a file. */
export async function spendUpload(limits: Limits, principal: UserPrincipal | BotPrincipal): Promise<void> {
  await spend(limits.uploadByMember, memberIdOf(principal));
}

/** The same for editing. */
export async function spendEdit(
  limits: Limits,
  principal: UserPrincipal | BotPrincipal,
  conversationId: string,
): Promise<void> {
  const limit = principal.kind === 'bot' ? limits.editByBot : limits.editByPerson;
  await spend(limit, `${conversationId} ${memberIdOf(principal)}`);
}

/** Adding and taking away share a budget: together they are one finger on one button. */
export async function spendReaction(
  limits: Limits,
  principal: UserPrincipal | BotPrincipal,
  conversationId: string,
): Promise<void> {
  await spend(limits.reactionByMember, `${conversationId} ${memberIdOf(principal)}`);
}

/** For each door to it; `about` is a conversation, or the agent itself. */
export async function spendReport(limits: Limits, { sandboxId }: BotPrincipal, about: string): Promise<void> {
  await spend(limits.reportByBot, `${about} ${sandboxId}`);
}

/** For each door to it. */
export async function spendSearch(limits: Limits, principal: UserPrincipal | BotPrincipal): Promise<void> {
  await spend(limits.searchByMember, memberIdOf(principal));
}

/** For each door to making an agent. */
export async function spendAgent(limits: Limits, { userId }: UserPrincipal): Promise<void> {
  await spend(limits.agentByPerson, userId);
}

/** For each door to a key of an agent. */
export async function spendAgentKey(limits: Limits, { userId }: UserPrincipal): Promise<void> {
  await spend(limits.agentKeyByPerson, userId);
}

/** For each door to what leaves a line in the audit log. */
export async function spendDeed(limits: Limits, { userId }: { userId: string }): Promise<void> {
  await spend(limits.deedByPerson, userId);
}

/** For each door to making a device known. */
export async function spendDevice(limits: Limits, { userId }: UserPrincipal): Promise<void> {
  await spend(limits.deviceByPerson, userId);
}

/** For each door to a test of one. */
export async function spendTestPush(limits: Limits, { userId }: UserPrincipal): Promise<void> {
  await spend(limits.testPushByPerson, userId);
}

/**
 * The key of an address. Of IPv6 it is the network of 64 bits: everybody who has one such address has 2^64 of them, and
 * would have as many budgets.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const left = groupsOf(before);
  const right = groupsOf(after ?? '');
  const zeros = Array.from({ length: after === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  const network = [...left, ...zeros, ...right].slice(0, 4);
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

function groupsOf(part: string): string[] {
  return part.split(':').filter(Boolean);
}
