import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Member } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { conversationContext } from '#lib/contexts.ts';
import { applyToRoster, emptyRoster, listedMembers, mergeMembers, type Roster } from './apply-member-event.ts';

const context = conversationContext('harbor-01', '01K8000000000000000000000A');
const memberOf = (id: string): Member => ({ id, kind: 'user', displayName: id });

function told(id: number, memberId: string, isThere: boolean): WireEvent {
  if (!isThere) return { context, event: 'member.left', payload: { memberId }, id };
  return { context, event: 'member.joined', payload: { memberId, member: memberOf(memberId) }, id };
}

/** Who came or went at each position, the first of them at 1; whoever is there goes, whoever isn't comes. */
const history = fc.array(fc.constantFrom('maya', 'zoe', 'jonas'), { minLength: 1, maxLength: 12, size: 'max' });

function membersAt(toggles: string[], head: number): string[] {
  return toggles
    .slice(0, head)
    .reduce<string[]>((some, id) => (some.includes(id) ? some.filter((one) => one !== id) : [...some, id]), []);
}

test('readings of who is in a conversation and news of it, in any order and any number of times, are who is in it', () => {
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (toggles, numbers) => {
      const next = () => numbers.next().value ?? 0;
      const heads = [next(), next()].map((n) => n % (toggles.length + 1));
      const since = Math.min(...heads);
      const readings = heads.map(
        (head) => (roster: Roster) => mergeMembers(roster, membersAt(toggles, head).map(memberOf), head),
      );
      const news = toggles
        .map((id, at) => ({ seq: at + 1, id, isThere: membersAt(toggles, at + 1).includes(id) }))
        .filter(({ seq }) => seq > since)
        .map(
          ({ seq, id, isThere }) =>
            (roster: Roster) =>
              applyToRoster(roster, told(seq, id, isThere)),
        );
      const arrivals = [...readings, ...news, ...news]
        .map((arrival) => ({ arrival, at: next() }))
        .toSorted((a, b) => a.at - b.at);
      const roster = arrivals.reduce((before, { arrival }) => arrival(before), emptyRoster);
      expect(listedMembers(roster).map(({ id }) => id)).toEqual(membersAt(toggles, toggles.length));
    }),
    { numRuns: 1_000, seed: 20_261 },
  );
});
