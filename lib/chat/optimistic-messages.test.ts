import { describe, expect, it } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import { withPending } from './optimistic-messages.ts';
import type { OutboxEntry } from './outbox.ts';

const stored: Message = {
  id: '01K8000000000000000000000A',
  conversationId: '01K80000000000000000000000',
  senderId: 'mira',
  clientId: '01K8000000000000000000000C',
  content: [{ type: 'text', text: 'Take it to staging' }],
  inReplyToMessageId: null,
  replyTo: null,
  seq: 1,
  version: 1,
  createdAt: 1_000,
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
};

const waiting: OutboxEntry = {
  clientId: '01K8000000000000000000000C',
  userId: 'mira',
  conversationId: stored.conversationId,
  text: 'Take it to staging',
  createdAt: 900,
  state: { name: 'unconfirmed' },
};

describe('withPending', () => {
  it('shows what waits after what is stored', () => {
    const later = { ...waiting, clientId: '01K8000000000000000000000D' };
    expect(withPending([stored], [later], 'mira').map((shown) => shown.pending?.state.name)).toEqual([
      undefined,
      'unconfirmed',
    ]);
  });

  it('shows a message once when it is stored and still in the outbox, under the key it was sent with', () => {
    const before = withPending([], [waiting], 'mira');
    const after = withPending([stored], [waiting], 'mira');
    expect(after).toHaveLength(1);
    expect(after[0]?.key).toBe(before[0]?.key);
    expect(after[0]?.pending).toBeNull();
  });

  it("never takes somebody else's message for one's own because of its client id", () => {
    expect(withPending([{ ...stored, senderId: 'jonas' }], [waiting], 'mira')).toHaveLength(2);
  });
});
