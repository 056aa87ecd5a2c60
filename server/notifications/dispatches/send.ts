import type { AppContext } from '#server/app-context.ts';
import { must } from '#lib/std/must.ts';
import type { Device, Handed, Handing, Transport } from '../transport.ts';
import type { Claimed } from './claim.ts';
import type { Facts } from './facts.ts';
import { Ledger } from './ledger.ts';
import type { Outcome } from './record.ts';
import { nextTry } from './schedule.ts';

export type Transports = Record<Device['kind'], Transport>;
export type SendingDeps = Pick<AppContext, 'sql' | 'clock' | 'log'> & { transports: Transports };

/** Of some pushes, how many devices took them, and what services said against the others. */
export interface Sent {
  sent: number;
  ticketErrors: string[];
}

/** A service says what became of it a while after it was accepted. */
const receiptAfterMs = 15 * 60_000;

/** What a conversation has for people's devices: messages, and what waits for their decision. */
export function sendPushForConversation(deps: SendingDeps, ready: Ready[]): Promise<Sent> {
  return handOver(deps, ready);
}

/** What happened to agents. Who looks after them is told, and what services say against it is logged. */
export async function sendInstanceLifecycleNotification(deps: SendingDeps, ready: Ready[]): Promise<Sent> {
  const sent = await handOver(deps, ready);
  const { ticketErrors } = sent;
  if (ticketErrors.length > 0) deps.log.warn({ ticketErrors }, 'Devices were not told what happened to an agent.');
  return sent;
}

/** One push for one device, all of it there. */
export interface Ready {
  claimed: Claimed;
  facts: Facts;
  handing: Handing;
}

/** A browser's service answers for itself alone, so none waits for another's; an app's takes many at once. */
async function handOver(deps: SendingDeps, ready: Ready[]): Promise<Sent> {
  const { web = [], expo = [] } = Object.groupBy(ready, ({ claimed }) => claimed.device.kind);
  const groups = [...web.map((one) => [one]), ...(expo.length > 0 ? [expo] : [])];
  const ledger = new Ledger(deps);
  const sent = await Promise.all(groups.map((group) => handGroup(deps, group, ledger)));
  return {
    sent: sent.reduce((sum, one) => sum + one.sent, 0),
    ticketErrors: sent.flatMap((one) => one.ticketErrors),
  };
}

async function handGroup(deps: SendingDeps, group: Ready[], ledger: Ledger): Promise<Sent> {
  const handed = await hand(deps, group);
  const now = deps.clock.now();
  const came = group.map(({ claimed, handing }, n) => {
    const outcome = outcomeOf(must(handed[n], 'what became of it'), { claimed, handing }, now);
    return { ...claimed, outcome };
  });
  await ledger.add(came);
  return {
    sent: handed.filter(({ outcome }) => outcome === 'accepted').length,
    ticketErrors: handed.flatMap((one) => (one.outcome === 'accepted' ? [] : [one.error])),
  };
}

/** A way that breaks down is one that may work later. */
async function hand({ transports, log }: SendingDeps, group: Ready[]): Promise<Handed[]> {
  const kind = must(group[0], 'somebody to tell').claimed.device.kind;
  try {
    return await transports[kind].hand(group.map(({ handing }) => handing));
  } catch (err) {
    log.error({ err, kind }, 'Pushes could not be handed over; they are tried again.');
    return group.map(() => ({ outcome: 'later', retryAfterMs: null, error: 'failed' }));
  }
}

function outcomeOf(handed: Handed, { claimed, handing }: Pick<Ready, 'claimed' | 'handing'>, now: Date): Outcome {
  switch (handed.outcome) {
    case 'accepted':
      if (handed.ticket === null) return { state: 'delivered' };
      return {
        state: 'accepted',
        ticket: handed.ticket,
        receiptDueAt: new Date(now.getTime() + receiptAfterMs),
      };
    case 'gone':
      return { state: 'gone' };
    case 'refused':
      return { state: 'failed', error: handed.error };
    case 'later': {
      const { retryAfterMs, error } = handed;
      const tried = { attempts: claimed.attempts, retryAfterMs, expiresAt: handing.expiresAt };
      const nextAttemptAt = nextTry(tried, { now, chance: Math.random() });
      return nextAttemptAt === null ? { state: 'failed', error } : { state: 'pending', nextAttemptAt, error };
    }
  }
}
