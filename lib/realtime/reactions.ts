import type { Reaction } from '#lib/contract/chat.ts';

export interface Mark {
  memberId: string;
  emoji: string;
}

/** Who reacted how, in an order that depends on nothing but what is there: whoever counts the same marks shows the same. */
export function tally(marks: Iterable<Mark>): Reaction[] {
  return [...Map.groupBy(marks, (mark) => mark.emoji)]
    .map(([emoji, some]) => ({ emoji, count: some.length, memberIds: some.map((mark) => mark.memberId).toSorted() }))
    .toSorted((a, b) => (a.emoji < b.emoji ? -1 : 1));
}

export function marksOf(reactions: readonly Reaction[]): Mark[] {
  return reactions.flatMap(({ emoji, memberIds }) => memberIds.map((memberId) => ({ memberId, emoji })));
}
