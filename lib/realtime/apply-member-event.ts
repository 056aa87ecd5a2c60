import type { Member } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';

/**
 * Who is in one conversation: the newest reading of it, and of each member the newest change after that. Kept apart and
 * joined when looked at, so that it doesn't matter in which order they come, or how often.
 */
export interface Roster {
  snapshot: { members: readonly Member[]; head: number } | null;
  changes: Readonly<Record<string, Change>>;
}

interface Change {
  seq: number;
  /** Null: they left. */
  member: Member | null;
}

export const emptyRoster: Roster = { snapshot: null, changes: {} };

export function applyToRoster(roster: Roster, event: WireEvent): Roster {
  if (event.id === undefined) return roster;
  if (event.event === 'member.joined') {
    const { memberId, member } = event.payload;
    return withChange(roster, memberId, { seq: event.id, member });
  }
  if (event.event === 'member.left') return withChange(roster, event.payload.memberId, { seq: event.id, member: null });
  return roster;
}

/** `head` is the conversation's, read no later than its members: what comes after it is applied to them. */
export function mergeMembers(roster: Roster, members: readonly Member[], head: number): Roster {
  if (roster.snapshot !== null && roster.snapshot.head >= head) return roster;
  const changes = Object.entries(roster.changes).filter(([, { seq }]) => seq > head);
  return { snapshot: { members, head }, changes: Object.fromEntries(changes) };
}

/** In the order in which they came; whoever came back came last. */
export function listedMembers({ snapshot, changes }: Roster): Member[] {
  const stayed = (snapshot?.members ?? []).filter(({ id }) => changes[id] === undefined);
  const came = Object.values(changes).toSorted((a, b) => a.seq - b.seq);
  return [...stayed, ...came.flatMap(({ member }) => (member === null ? [] : [member]))];
}

function withChange(roster: Roster, memberId: string, change: Change): Roster {
  const known = roster.changes[memberId]?.seq ?? roster.snapshot?.head ?? 0;
  return change.seq <= known ? roster : { ...roster, changes: { ...roster.changes, [memberId]: change } };
}
