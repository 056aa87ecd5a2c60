import { describe, expect, it } from 'vitest';
import type { ConversationItem } from '../contract/chat.ts';
import { withChanges, type ListChange } from './list-changes.ts';

const item = (conversationId: string, rest: Partial<ConversationItem> = {}): ConversationItem => ({
  conversationId,
  sandboxId: 'harbor-01',
  title: 'Rollout',
  titleSeq: 1,
  createdAt: 0,
  joinedAt: 0,
  joinedSeq: 4,
  lastActivityAt: 0,
  head: 1,
  lastReadSeq: 0,
  unreadCount: 0,
  preview: null,
  waiting: [],
  waitingSeq: 0,
  muted: false,
  pinned: false,
  archivedAt: null,
  draftPreview: null,
  personalSeq: 0,
  ...rest,
});

describe('withChanges', () => {
  it('shows a row as it will be, the later of two changes above, and leaves the others as they are', () => {
    const rows = [item('a'), item('b')];
    const changes: ListChange[] = [
      { conversationId: 'a', kind: 'set', values: { pinned: true } },
      { conversationId: 'a', kind: 'set', values: { title: 'Rollback', muted: true } },
      { conversationId: 'a', kind: 'set', values: { muted: false } },
    ];
    const [a, b] = withChanges(rows, changes);
    expect(a).toMatchObject({ title: 'Rollback', pinned: true, muted: false });
    expect(b).toBe(rows[1]);
  });

  it('hides what was left, until its reader is added anew', () => {
    const left: ListChange = { conversationId: 'a', kind: 'gone', joinedSeq: 4 };
    expect(withChanges([item('a')], [left])).toEqual([]);
    expect(withChanges([item('a', { joinedSeq: 9 })], [left])).toHaveLength(1);
  });
});
