import { must } from '#lib/std/must.ts';
import { unreadTotals } from '#server/chat/badges/read.ts';
import { mintTokens } from '../actions/tokens.ts';
import type { Claimed } from './claim.ts';
import { readFacts, type Facts } from './facts.ts';
import { decidableOf, pushOf } from './push.ts';
import { reasonAgainst } from './reasons.ts';
import { record, type Outcome } from './record.ts';
import { expiryOf } from './schedule.ts';
import { sendInstanceLifecycleNotification, sendPushForConversation, type Ready, type SendingDeps } from './send.ts';

/** Sends what is claimed, and writes down what came of it. */
export async function sendClaimed(deps: SendingDeps, all: Claimed[]): Promise<void> {
  const ready = await prepare(deps, all);
  const ofAgents = ready.filter(({ facts }) => facts.kind === 'lifecycle');
  const ofConversations = ready.filter(({ facts }) => facts.kind !== 'lifecycle');
  await Promise.all([
    ofConversations.length > 0 && sendPushForConversation(deps, ofConversations),
    ofAgents.length > 0 && sendInstanceLifecycleNotification(deps, ofAgents),
  ]);
}

/** Looked at once more: what has waited for another try may be no news by now. */
async function prepare(deps: SendingDeps, all: Claimed[]): Promise<Ready[]> {
  const now = deps.clock.now();
  const facts = await readFacts(deps, [...new Set(all.map(({ dispatchId }) => dispatchId))]);
  const outcomes = all.map((claimed) => {
    const of = must(facts.get(claimed.dispatchId), 'the dispatch of what was claimed');
    return { claimed, facts: of, outcome: withdrawal(claimed, of, now) };
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
  const wanted = going.map((one) => ({ facts: one.facts, device: one.claimed.device, values: decidableOf(one.facts) }));
  const tokens = await mintTokens(deps, wanted);
  return going.map(({ claimed, facts: of }, n) => {
    const push = pushOf(of, { badge: badges.get(of.userId) ?? 0, actions: tokens[n] ?? [] });
    const handing = { device: claimed.device, push, expiresAt: expiryOf(of), isUrgent: of.kind === 'approval' };
    return { claimed, facts: of, handing };
  });
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
