import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import type { ConversationItem, Message } from '#lib/contract/chat.ts';
import { pageDefault } from '#lib/contract/limits.ts';
import { putSeed } from '#components/data/conversation-seed.ts';
import { listKey, listOf } from '#components/data/conversation-list.ts';
import { whatToKeep } from './what-to-keep.ts';

const maya = { id: 'maya', name: 'Maya', email: 'maya@example.org', isOperator: false };

const row = (conversationId: string): ConversationItem => ({
  conversationId,
  sandboxId: 'harbor-01',
  title: conversationId,
  titleSeq: 1,
  createdAt: 0,
  joinedAt: 0,
  joinedSeq: 0,
  lastActivityAt: 0,
  head: 60,
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
});
const message = (conversationId: string, seq: number): Message => ({
  id: `m${seq}`,
  conversationId,
  senderId: 'maya',
  clientId: null,
  content: [{ type: 'text', text: `the ${seq}th` }],
  inReplyToMessageId: null,
  replyTo: null,
  seq,
  version: 1,
  createdAt: seq,
  updatedAt: null,
  deleted: false,
  deletedWhy: null,
  deliveryFailed: false,
  nextTryAt: null,
  deliverySeq: 0,
  mentions: [],
  stream: null,
  reactions: [],
  reactionsSeq: 0,
});

function seedOf(conversationId: string, length: number) {
  const conversation = { ...row(conversationId), createdBy: 'maya', members: [], draft: null };
  const messages = Array.from({ length }, (_, index) => message(conversationId, length - index));
  return { conversation, page: { messages, hasMore: false, nextCursor: null, hasNewer: false, head: length } };
}

function clientWith(listed: readonly string[], opened: readonly ReturnType<typeof seedOf>[]): QueryClient {
  const client = new QueryClient();
  client.setQueryData(listKey, listOf({ conversations: listed.map(row), hasMore: false, nextCursor: null }));
  for (const seed of opened) putSeed(client, seed);
  return client;
}

describe('whatToKeep', () => {
  it('keeps the newest messages as a page of the server’s, which says when there are more', () => {
    const client = clientWith(['long', 'short'], [seedOf('long', 60), seedOf('short', 2)]);
    const pages = new Map(
      whatToKeep(client, maya, null).opened.map(({ conversation, page }) => [conversation.conversationId, page]),
    );
    expect(pages.get('long')).toMatchObject({ hasMore: true, head: 60 });
    expect(pages.get('long')?.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: pageDefault }, (_, index) => 60 - index),
    );
    expect(pages.get('short')).toMatchObject({ hasMore: false, head: 2 });
  });

  it('keeps what was opened before, and drops what Maya has left since', () => {
    const before = whatToKeep(clientWith(['a', 'left'], [seedOf('a', 1), seedOf('left', 1)]), maya, null);
    const now = whatToKeep(clientWith(['a', 'b'], [seedOf('b', 1)]), maya, before);
    expect(now.opened.map(({ conversation }) => conversation.conversationId)).toEqual(['b', 'a']);
    expect(now.conversations.map((item) => item.conversationId).toSorted()).toEqual(['a', 'b']);
  });
});
