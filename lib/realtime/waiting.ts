import type { ConversationItem, Waiting } from '#lib/contract/chat.ts';
import { waitingMax } from '#lib/contract/limits.ts';

/** By question, the newest that was told of it and where in the sandbox's log that stands; null: it waits no more. */
export type WaitingNews = Readonly<Record<string, { seq: number; waiting: Waiting | null }>>;

type Question = Pick<Waiting, 'messageId' | 'groupId'>;

/** The very same news when this is no newer. */
export function withWaiting(news: WaitingNews, question: Question, told: WaitingNews[string]): WaitingNews {
  const key = keyOf(question);
  return told.seq <= (news[key]?.seq ?? 0) ? news : { ...news, [key]: told };
}

/**
 * What waits, by the row and by what was told after it. A row lists so many at most: when one of more than those is closed,
 * the next one that stands in line is known with the next reading of the row.
 */
export function waitingSince(
  { waiting, waitingSeq }: Pick<ConversationItem, 'waiting' | 'waitingSeq'>,
  news: WaitingNews,
): Pick<ConversationItem, 'waiting' | 'waitingSeq'> {
  const since = Object.entries(news).filter(([, { seq }]) => seq > waitingSeq);
  if (since.length === 0) return { waiting, waitingSeq };
  const open = new Map(waiting.map((one) => [keyOf(one), one]));
  for (const [key, told] of since) {
    if (told.waiting === null) open.delete(key);
    else open.set(key, told.waiting);
  }
  return {
    waiting: [...open.values()].toSorted(byExpiry).slice(0, waitingMax),
    waitingSeq: Math.max(...since.map(([, { seq }]) => seq)),
  };
}

/** As the server has them: what expires first at the front. */
function byExpiry(a: Waiting, b: Waiting): number {
  const sooner = (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity);
  if (a.expiresAt !== b.expiresAt) return sooner;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** A message's id has no blank in it, and always the same length. */
function keyOf({ messageId, groupId }: Question): string {
  return `${messageId} ${groupId}`;
}
