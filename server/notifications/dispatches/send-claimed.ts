import { unreadTotals } from '#server/chat/badges/read.ts';
import { mintTokens } from '../actions/tokens.ts';
import type { Claimed } from './claim.ts';
import { readFacts, type Facts } from './facts.ts';
import { decidableOf, pushOf, type Action } from './push.ts';
import { reasonAgainst } from './reasons.ts';
import { record, type Outcome } from './record.ts';
import { expiryOf } from './schedule.ts';
import { sendInstanceLifecycleNotification, sendPushForConversation, type Ready, type SendingDeps } from './send.ts';

/** Sends what is claimed, and writes down what came of it. */
export async function sendClaimed(deps: SendingDeps, all: Claimed[]): Promise<void> {
  const ready = await prepareAll(deps, all);
  const ofAgents = ready.filter(({ facts }) => facts.kind === 'lifecycle');
  const ofConversations = ready.filter(({ facts }) => facts.kind !== 'lifecycle');
  await Promise.all([
    ofConversations.length > 0 && sendPushForConversation(deps, ofConversations),
    ofAgents.length > 0 && sendInstanceLifecycleNotification(deps, ofAgents),
  ]);
}

/** One that can't be made ready keeps none of the others back; it comes again until it is too old. */
async function prepareAll(deps: SendingDeps, all: Claimed[]): Promise<Ready[]> {
  try {
    return await prepare(deps, all);
  } catch (err) {
    const [one, ...others] = all;
    if (others.length === 0) {
      deps.log.error({ err, dispatchId: one?.dispatchId }, 'A notification could not be made; it is tried again.');
      return [];
    }
    const ready: Ready[] = [];
    for (const alone of all) ready.push(...(await prepareAll(deps, [alone])));
    return ready;
  }
}

/** Looked at once more: what has waited for another try may be no news by now. */
async function prepare(deps: SendingDeps, all: Claimed[]): Promise<Ready[]> {
  const now = deps.clock.now();
  const facts = await readFacts(deps, [...new Set(all.map(({ dispatchId }) => dispatchId))]);
  const outcomes = all.flatMap((claimed) => {
    const of = facts.get(claimed.dispatchId);
    // Its conversation was deleted in this moment, and with it all that was to be said of it.
    return of === undefined ? [] : [{ claimed, facts: of, outcome: withdrawal(claimed, of, now) }];
  });
  await record(
    deps,
    outcomes.flatMap(({ claimed, outcome }) => (outcome === null ? [] : [{ ...claimed, outcome }])),
  );
  const going = outcomes.filter(({ outcome }) => outcome === null);
  const badges = await unreadTotals(
    deps.sql,
    going.map((one) => one.facts.userId),
  );
  const wanted = going.map((one) => ({ facts: one.facts, device: one.claimed.device, values: decidableOn(one) }));
  const tokens = await mintTokens(deps, wanted);
  return going.map(({ claimed, facts: of }, n) => {
    const push = pushOf(of, { badge: badges.get(of.userId) ?? 0, actions: tokens[n] ?? [] });
    const handing = { device: claimed.device, push, expiresAt: expiryOf(of), isUrgent: of.kind === 'approval' };
    return { claimed, facts: of, handing };
  });
}

/** What is sent to an app can be read on its way, by those who pass it on: a yes is said only where nobody else reads it. */
function decidableOn({ claimed, facts }: Pick<Ready, 'claimed' | 'facts'>): Action['value'][] {
  return decidableOf(facts).filter((value) => claimed.device.kind === 'web' || value === 'deny');
}

/** Null: it goes. The first try was decided on a moment ago, so presence and quiet hours are asked only there. */
function withdrawal({ isLive }: Claimed, facts: Facts, now: Date): Outcome | null {
  if (!isLive) return { state: 'gone' };
  const reason = reasonAgainst({ ...facts, quiet: null }, { now, isPresent: false });
  if (reason !== null) return { state: 'withdrawn', reason };
  // A newer one is there already, under the same tag: this one would take its place.
  if (facts.isOld) return { state: 'withdrawn', reason: 'gone' };
  return expiryOf(facts) <= now ? { state: 'failed', error: 'expired' } : null;
}
