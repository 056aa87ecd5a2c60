import { expect, test } from 'vitest';
import { reactionInputSchema } from '#lib/contract/chat.ts';
import { emojis, findEmojis, quickEmojis } from './emoji-list.ts';

const found = (query: string) => findEmojis(query).map(({ emoji }) => emoji);

test('each is offered once, has words, and is one that the server takes', () => {
  expect(new Set(emojis.map(({ emoji }) => emoji)).size).toBe(emojis.length);
  const ids = { conversationId: '01K8000000000000000000000A', messageId: '01K8000000000000000000000B' };
  const isOne = (emoji: string) => [...new Intl.Segmenter().segment(emoji)].length === 1;
  const isTaken = (emoji: string) => reactionInputSchema.safeParse({ ...ids, emoji }).success;
  expect(emojis.filter(({ emoji, words }) => words === '' || !isOne(emoji) || !isTaken(emoji))).toEqual([]);
});

test('the quick ones are among them', () => {
  for (const emoji of quickEmojis) expect(emojis.some((one) => one.emoji === emoji)).toBe(true);
});

test('are found by the beginnings of their words, in any order and case', () => {
  expect(found('Rocket')).toEqual(['🚀']);
  expect(found('up thu')).toEqual(['👍']);
  expect(found('nothing like it')).toEqual([]);
  expect(found('')).toHaveLength(emojis.length);
});

test('what is called so comes before what is only like it', () => {
  expect(found('ok')).toEqual(['👌', '🙆', '🆗', '✅']);
  expect(found('+1')).toEqual(['👍']);
});
