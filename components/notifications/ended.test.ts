import { expect, test } from 'vitest';
import { endedSince } from './ended.ts';

const question = { messageId: 'm', groupId: 'q' };
const quiet = { conversationId: 'rollout', isUnread: false, lastReadSeq: 7, waiting: [] };

test('what is read is over, also where it was never seen unread, and so is a question that no longer waits', () => {
  const read = { ...quiet, lastReadSeq: 8 };
  expect(endedSince([{ ...quiet, isUnread: true, waiting: [question] }], [read])).toEqual([
    { conversationId: 'rollout', isRead: true, decided: [question] },
  ]);
  expect(endedSince([quiet], [read])).toEqual([{ conversationId: 'rollout', isRead: true, decided: [] }]);
  expect(endedSince([quiet], [{ ...read, isUnread: true }])).toEqual([]);
});

test('a question that was never seen waiting is not over when something else of its conversation changes', () => {
  expect(endedSince([quiet], [{ ...quiet, isUnread: true }])).toEqual([]);
  expect(endedSince([{ ...quiet, isUnread: true }], [{ ...quiet, isUnread: true, waiting: [question] }])).toEqual([]);
  expect(endedSince([], [quiet])).toEqual([]);
});

test('one question is decided, and the other of the same message waits on', () => {
  const other = { ...question, groupId: 'r' };
  expect(endedSince([{ ...quiet, waiting: [question, other] }], [{ ...quiet, waiting: [other] }])).toEqual([
    { conversationId: 'rollout', isRead: false, decided: [question] },
  ]);
});

test('all of a conversation that is gone is over', () => {
  expect(endedSince([{ ...quiet, waiting: [question] }], [])).toEqual([
    { conversationId: 'rollout', isRead: true, decided: [question] },
  ]);
});
