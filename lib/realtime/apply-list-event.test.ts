import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversationItem } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { sandboxContext, userContext } from '#lib/contexts.ts';
import { applyToList, emptyList, listedConversations, mergeRows, unknownConversations } from './apply-list-event.ts';

const mira = 'mira';
const harbor = 'bot:kiloclaw:harbor-01';
const rollout = '01K8000000000000000000000A';
const invoices = '01K8000000000000000000000B';

function item(conversationId: string, fields: Partial<ConversationItem> = {}): ConversationItem {
  return {
    conversationId,
    sandboxId: 'harbor-01',
    title: null,
    createdAt: 0,
    joinedAt: 0,
    lastActivityAt: 0,
    head: 0,
    lastReadSeq: 0,
    unreadCount: 0,
    preview: null,
    ...fields,
  };
}

function activity(conversationId: string, head: number, senderId = harbor): WireEvent {
  const messageId = `01K80000000000000000000${String(head).padStart(3, '0')}`;
  const preview = { messageId, senderId, text: `message ${head}`, deleted: false };
  return {
    context: sandboxContext('harbor-01'),
    event: 'conversation.activity',
    payload: { conversationId, messageId, senderId, head, lastActivityAt: 1_000 * head, preview },
  };
}

function created(conversation: ConversationItem): WireEvent {
  const { conversationId } = conversation;
  return {
    context: sandboxContext('harbor-01'),
    event: 'conversation.created',
    payload: { conversationId, conversation },
  };
}

function read(conversationId: string, lastReadSeq: number): WireEvent {
  return {
    context: userContext(mira),
    event: 'conversation.read',
    payload: { conversationId, memberId: mira, lastReadSeq },
  };
}

const conversation = fc.constantFrom(rollout, invoices);
const position = fc.integer({ min: 1, max: 9 });
const someEvents = fc.array(
  fc.oneof(
    conversation.map((id) => created(item(id))),
    fc.tuple(conversation, position).map(([id, head]) => activity(id, head, head % 3 === 0 ? mira : harbor)),
    fc.tuple(conversation, position).map(([id, seq]) => read(id, seq)),
  ),
  { maxLength: 30 },
);

const counts = (events: readonly WireEvent[]) => listedConversations(events.reduce(applyToList, emptyList), mira);

describe('applyToList', () => {
  it('leads to the same list from any order and any repetition of events', () => {
    fc.assert(
      fc.property(someEvents, fc.infiniteStream(fc.nat()), (events, numbers) => {
        const shuffled = [...events, ...events].toSorted(() => ((numbers.next().value ?? 0) % 2 === 0 ? 1 : -1));
        expect(shuffled.reduce(applyToList, emptyList)).toEqual(events.reduce(applyToList, emptyList));
      }),
    );
  });

  it('counts as unread what others wrote after the mark, and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(position), fc.nat(9), (heads, mark) => {
        const events = [created(item(rollout)), ...heads.map((head) => activity(rollout, head)), read(rollout, mark)];
        expect(counts(events)[0]?.unreadCount).toBe(heads.filter((head) => head > mark).length);
      }),
    );
  });

  it('raises no count for what the reader wrote', () => {
    expect(counts([created(item(rollout)), activity(rollout, 1, mira)])[0]?.unreadCount).toBe(0);
  });

  it('adds what arrives to what the row had counted, and clears both when all was read', () => {
    const row = item(rollout, { head: 7, lastReadSeq: 4, unreadCount: 3 });
    const list = applyToList(mergeRows(emptyList, [row]), activity(rollout, 8));
    expect(listedConversations(list, mira)[0]?.unreadCount).toBe(4);
    expect(listedConversations(applyToList(list, read(rollout, 8)), mira)[0]?.unreadCount).toBe(0);
  });

  it('counts nothing twice when the row is read again after the event', () => {
    const list = applyToList(mergeRows(emptyList, [item(rollout, { head: 1 })]), activity(rollout, 2));
    const again = mergeRows(list, [item(rollout, { head: 2, unreadCount: 1 })]);
    expect(listedConversations(again, mira)[0]?.unreadCount).toBe(1);
  });

  it('puts the conversation that something happened in first', () => {
    const events = [created(item(rollout)), created(item(invoices)), activity(rollout, 2), activity(invoices, 3)];
    expect(counts(events).map((row) => row.conversationId)).toEqual([invoices, rollout]);
  });

  it('names a conversation that it was told of and has not read yet', () => {
    expect(unknownConversations(applyToList(emptyList, activity(invoices, 1)))).toEqual([invoices]);
    expect(counts([activity(invoices, 1)])).toEqual([]);
  });
});
