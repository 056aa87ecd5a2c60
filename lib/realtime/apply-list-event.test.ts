import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { ConversationItem, Personal, Waiting } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { sandboxContext, userContext } from '#lib/contexts.ts';
import {
  applyToList,
  emptyList,
  forgotten,
  isKnown,
  listedConversations,
  mergeCounts,
  mergeRows,
  unknownConversations,
  withoutEnds,
} from './apply-list-event.ts';

const mira = 'mira';
const harbor = 'bot:kiloclaw:harbor-01';
const rollout = '01K8000000000000000000000A';
const invoices = '01K8000000000000000000000B';

function item(conversationId: string, fields: Partial<ConversationItem> = {}): ConversationItem {
  return {
    conversationId,
    sandboxId: 'harbor-01',
    title: null,
    titleSeq: 0,
    createdAt: 0,
    joinedAt: 0,
    joinedSeq: 0,
    lastActivityAt: 0,
    head: 0,
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
    ...fields,
  };
}

/** A new last message; or, with a position of its own, what happened to it then. */
function activity(
  conversationId: string,
  seq: number,
  { senderId = harbor, head = seq, deleted = false }: { senderId?: string; head?: number; deleted?: boolean } = {},
): WireEvent {
  const messageId = `01K80000000000000000000${String(seq).padStart(3, '0')}`;
  const preview = { messageId, senderId, text: deleted ? '' : `message ${seq}, told at ${head}`, deleted };
  return {
    context: sandboxContext('harbor-01'),
    event: 'conversation.activity',
    payload: { conversationId, messageId, senderId, seq, head, lastActivityAt: 1_000 * seq, preview },
  };
}

function created(conversation: ConversationItem, memberId: string | null = null): WireEvent {
  const { conversationId } = conversation;
  return {
    context: sandboxContext('harbor-01'),
    event: 'conversation.created',
    payload: { conversationId, conversation, memberId },
    id: Math.max(1, conversation.joinedSeq),
  };
}

function renamed(conversationId: string, titleSeq: number): WireEvent {
  const payload = { conversationId, title: `title ${titleSeq}`, titleSeq };
  return { context: sandboxContext('harbor-01'), event: 'conversation.renamed', payload, id: titleSeq };
}

function left(conversationId: string, id: number, memberId = mira): WireEvent {
  return {
    context: sandboxContext('harbor-01'),
    event: 'conversation.left',
    payload: { conversationId, memberId },
    id,
  };
}

const deploy = '01K8000000000000000000000D';

/** Of questions that differ in their number only; the later the number, the sooner it expires. */
function opened(conversationId: string, id: number, question = 1): WireEvent {
  return {
    context: sandboxContext('harbor-01'),
    event: 'approval.opened',
    payload: { conversationId, ...waitingFor(question) },
    id,
  };
}

function waitingFor(question: number): Waiting {
  const isCommand = question % 2 === 0;
  return { messageId: deploy, groupId: `q${question}`, expiresAt: 100 - question, isCommand };
}

function closed(conversationId: string, id: number, question = 1): WireEvent {
  const payload = { conversationId, messageId: deploy, groupId: `q${question}` };
  return { context: sandboxContext('harbor-01'), event: 'approval.closed', payload, id };
}

function read(conversationId: string, lastReadSeq: number): WireEvent {
  return {
    context: userContext(mira),
    event: 'conversation.read',
    payload: { conversationId, memberId: mira, lastReadSeq },
  };
}

function personal(conversationId: string, personalSeq: number, set: Partial<Personal> = {}): WireEvent {
  const nothing = { muted: false, pinned: false, archivedAt: null, draftPreview: null };
  const payload = { conversationId, ...nothing, ...set, personalSeq };
  return { context: userContext(mira), event: 'conversation.personal', payload, id: personalSeq };
}

/** The server's count of a conversation whose log had come to `head`, its reader to `lastReadSeq`. */
function recounted(conversationId: string, unread: { head: number; lastReadSeq: number; count: number }): WireEvent {
  const badge = { badgeBucket: `kiloclaw:harbor-01:${conversationId}`, badgeCount: unread.count, total: unread.count };
  return { context: userContext(mira), event: 'badge.changed', payload: { conversationId, ...badge, unread } };
}

/** Of one before the last. */
function unsaid(conversationId: string, seq: number, head: number): WireEvent {
  const event = activity(conversationId, seq, { head });
  if (event.event !== 'conversation.activity') throw new Error('not an activity');
  return { ...event, payload: { ...event.payload, preview: null } };
}

function deleted(conversationId: string): WireEvent {
  return { context: sandboxContext('harbor-01'), event: 'conversation.deleted', payload: { conversationId }, id: 99 };
}

const conversation = fc.constantFrom(rollout, invoices);
const position = fc.integer({ min: 1, max: 9 });
const someone = fc.constantFrom(mira, 'zoe');
const someEvents = fc.array(
  fc.oneof(
    conversation.map((id) => created(item(id))),
    fc
      .tuple(conversation, position, someone)
      .map(([id, joinedSeq, memberId]) => created(item(id, { joinedSeq, head: joinedSeq }), memberId)),
    fc.tuple(conversation, position).map(([id, titleSeq]) => renamed(id, titleSeq)),
    fc.tuple(conversation, position, someone).map(([id, at, memberId]) => left(id, at, memberId)),
    fc.tuple(conversation, position).map(([id, at]) => activity(id, at, { senderId: at % 3 === 0 ? mira : harbor })),
    fc
      .tuple(conversation, position, position)
      .map(([id, seq, later]) => activity(id, seq, { head: 100 * seq + later, deleted: later > 6 })),
    fc.tuple(conversation, position).map(([id, seq]) => read(id, seq)),
    fc.tuple(conversation, position, position).map(([id, seq, later]) => unsaid(id, seq, 1_000 * seq + later)),
    // The same reader at the same place of the same log is counted alike.
    fc
      .tuple(conversation, position, position)
      .map(([id, head, lastReadSeq]) => recounted(id, { head, lastReadSeq, count: (head * 7 + lastReadSeq) % 5 })),
    // A position of the sandbox's log holds one event, so whether it opens or closes hangs on the position.
    fc
      .tuple(conversation, position, fc.integer({ min: 1, max: 3 }))
      .map(([id, at, question]) => (at % 2 === 0 ? closed(id, at, question) : opened(id, at, question))),
    fc
      .tuple(conversation, position, fc.boolean())
      .map(([id, at, isBack]) =>
        personal(id, at, { pinned: at % 2 === 0, muted: at % 5 === 0, archivedAt: isBack ? null : at * 900 }),
      ),
    { weight: 1, arbitrary: fc.constant(deleted(invoices)) },
  ),
  { maxLength: 30, size: 'max' },
);

/** A sandbox's log on which questions open and close by turns, and what waits after each of its events. */
function asServer(wanted: [question: number, opens: boolean][]) {
  const events: WireEvent[] = [];
  const past: Waiting[][] = [[]];
  const open = new Map<number, Waiting>();
  for (const [question, opens] of wanted) {
    if (open.has(question) === opens) continue;
    const id = events.length + 1;
    events.push(opens ? opened(rollout, id, question) : closed(rollout, id, question));
    if (opens) open.set(question, waitingFor(question));
    else open.delete(question);
    past.push([...open.values()].toSorted((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0)));
  }
  return { events, waitingAt: (at: number) => past[at] ?? [] };
}

const told = { lists: 0, events: 0 };
afterAll(() => {
  process.stdout.write(`applyToList: ${told.lists} lists, ${told.events} events in any order\n`);
});

const counts = (events: readonly WireEvent[]) => listedConversations(events.reduce(applyToList, emptyList), mira);

describe('applyToList', () => {
  it('leads to the same list from any order and any repetition of events', () => {
    fc.assert(
      fc.property(someEvents, fc.infiniteStream(fc.nat()), (events, numbers) => {
        const shuffled = [...events, ...events]
          .map((event) => ({ event, at: numbers.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ event }) => event);
        told.lists += 1;
        told.events += shuffled.length;
        expect(shuffled.reduce(applyToList, emptyList)).toEqual(events.reduce(applyToList, emptyList));
      }),
      { numRuns: 1_000, seed: 20_261 },
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

  it('lists what waits as a fresh row does: after any row, in any order, with any repetition', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(steps, fc.nat(20), fc.infiniteStream(fc.nat()), (wanted, cut, numbers) => {
        const { events, waitingAt } = asServer(wanted);
        const at = Math.min(cut, events.length);
        const row = item(rollout, { waiting: waitingAt(at), waitingSeq: at });
        const told = [...events, ...events.slice(at)]
          .map((event) => ({ event, n: numbers.next().value ?? 0 }))
          .toSorted((a, b) => a.n - b.n)
          .map(({ event }) => event);
        told.splice((numbers.next().value ?? 0) % (told.length + 1), 0, created(row));
        const fresh = item(rollout, { waiting: waitingAt(events.length), waitingSeq: events.length });
        expect(counts(told)).toEqual([fresh]);
      }),
      { numRuns: 1_000, seed: 20_262 },
    );
  });

  it('changes nothing for what was opened or closed at or before the position of the row', () => {
    const [waiting] = asServer([[1, true]]).waitingAt(1);
    const row = item(rollout, { waiting: waiting === undefined ? [] : [waiting], waitingSeq: 5 });
    const old = [opened(rollout, 4, 2), closed(rollout, 5), opened(rollout, 3, 3)];
    expect(listedConversations(old.reduce(applyToList, mergeRows(emptyList, [row])), mira)).toEqual([row]);
  });

  it('raises no count for what the reader wrote', () => {
    expect(counts([created(item(rollout)), activity(rollout, 1, { senderId: mira })])[0]?.unreadCount).toBe(0);
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

  it('counts one less when one before the last is deleted, and shows the last', () => {
    const list = [created(item(rollout)), activity(rollout, 1), activity(rollout, 2), unsaid(rollout, 1, 3)];
    expect(counts(list)[0]).toMatchObject({ unreadCount: 1, preview: { text: 'message 2, told at 2' } });
  });

  it('takes the server’s count after a part was read, and goes on from there', () => {
    const row = item(rollout, { head: 9, lastReadSeq: 1, unreadCount: 4 });
    const list = [read(rollout, 4), recounted(rollout, { head: 9, lastReadSeq: 4, count: 2 })].reduce(
      applyToList,
      mergeRows(emptyList, [row]),
    );
    const unread = (...events: WireEvent[]) =>
      listedConversations(events.reduce(applyToList, list), mira)[0]?.unreadCount;
    expect(unread()).toBe(2);
    expect(unread(activity(rollout, 10))).toBe(3);
    expect(unread(activity(rollout, 10), unsaid(rollout, 6, 11))).toBe(2);
    // What was counted before is older, whenever it comes.
    expect(unread(recounted(rollout, { head: 9, lastReadSeq: 3, count: 3 }))).toBe(2);
  });

  it('knows what is unread where it has a row, or was told of an end', () => {
    const list = [created(item(rollout)), activity(invoices, 1)].reduce(applyToList, emptyList);
    expect([isKnown(list, rollout, mira), isKnown(list, invoices, mira), isKnown(list, deploy, mira)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isKnown(applyToList(list, left(invoices, 3)), invoices, mira)).toBe(true);
    expect(isKnown(applyToList(list, deleted(invoices)), invoices, mira)).toBe(true);
  });

  it('takes the server’s counts for the rows that it has, and only for those', () => {
    const list = mergeRows(emptyList, [item(rollout, { head: 3, unreadCount: 1 })]);
    const counted = [rollout, invoices].map((conversationId) => ({
      conversationId,
      muted: false,
      head: 6,
      lastReadSeq: 0,
      count: 4,
    }));
    const merged = mergeCounts(list, { conversations: counted });
    expect(listedConversations(merged, mira).map((row) => row.unreadCount)).toEqual([4]);
    expect(unknownConversations(merged)).toEqual([]);
  });

  it('shows after a loss what the next page gives and what is told meanwhile, and nothing else', () => {
    const rows = [item(rollout, { head: 3 }), item(invoices, { head: 3 })];
    const before = [left(rollout, 2)].reduce(applyToList, mergeRows(emptyList, rows));
    const lost = applyToList(withoutEnds(before), activity(rollout, 6));
    const page = [item(rollout, { head: 5, unreadCount: 2 })];
    expect(listedConversations(mergeRows(forgotten(lost), page), mira)).toMatchObject([
      { conversationId: rollout, head: 6, unreadCount: 3 },
    ]);
  });

  it('puts the conversation that something happened in first', () => {
    const events = [created(item(rollout)), created(item(invoices)), activity(rollout, 2), activity(invoices, 3)];
    expect(counts(events).map((row) => row.conversationId)).toEqual([invoices, rollout]);
  });

  it('names a conversation that it was told of and has not read yet', () => {
    expect(unknownConversations(applyToList(emptyList, activity(invoices, 1)))).toEqual([invoices]);
    expect(counts([activity(invoices, 1)])).toEqual([]);
  });

  it('shows an edit of the last message, counts it once, and not at all when it was deleted', () => {
    const row = created(item(rollout));
    const edited = [row, activity(rollout, 3), activity(rollout, 3, { head: 4 })];
    expect(counts(edited)[0]).toMatchObject({ unreadCount: 1, preview: { text: 'message 3, told at 4' } });
    const deleted = [...edited, activity(rollout, 3, { head: 5, deleted: true })];
    expect(counts(deleted)[0]).toMatchObject({ unreadCount: 0, preview: { text: '', deleted: true } });
  });

  it('counts one less when a message that the row had counted is deleted', () => {
    const list = mergeRows(emptyList, [item(rollout, { head: 3, unreadCount: 2 })]);
    const after = applyToList(list, activity(rollout, 3, { head: 4, deleted: true }));
    expect(listedConversations(after, mira)[0]?.unreadCount).toBe(1);
  });

  it('keeps the newer of two titles, also against a row that was read before', () => {
    const row = item(rollout, { title: 'title 5', titleSeq: 5 });
    const titles = (event: WireEvent) => listedConversations(applyToList(mergeRows(emptyList, [row]), event), mira);
    expect(titles(renamed(rollout, 4))[0]?.title).toBe('title 5');
    expect(titles(renamed(rollout, 6))[0]?.title).toBe('title 6');
  });

  it('takes a conversation away from whoever left it, and gives it back to whoever was added again', () => {
    const began = created(item(rollout));
    expect(counts([began, left(rollout, 2)])).toEqual([]);
    expect(counts([began, left(rollout, 2, 'zoe')])).toHaveLength(1);
    const again = created(item(rollout, { joinedSeq: 3, head: 8, lastReadSeq: 8 }), mira);
    expect(counts([began, left(rollout, 2), again])).toMatchObject([{ joinedSeq: 3, unreadCount: 0 }]);
    expect(counts([began, left(rollout, 2), again, left(rollout, 4)])).toEqual([]);
    // A page that was read before the leave changes nothing, one that was read after the return does.
    const late = mergeRows([began, left(rollout, 2)].reduce(applyToList, emptyList), [item(rollout, { head: 1 })]);
    expect(listedConversations(late, mira)).toEqual([]);
    const fresh = mergeRows(late, [item(rollout, { joinedSeq: 3, head: 9 })]);
    expect(listedConversations(fresh, mira)).toHaveLength(1);
  });

  it('is no news to the others that somebody was added', () => {
    const row = item(rollout, { head: 7, unreadCount: 3 });
    const list = applyToList(mergeRows(emptyList, [row]), created(item(rollout, { joinedSeq: 2, head: 8 }), 'zoe'));
    expect(listedConversations(list, mira)).toEqual([row]);
  });

  it('shows what the reader has set last, wherever it was told', () => {
    const row = item(rollout, { pinned: true, personalSeq: 4 });
    const after = (event: WireEvent) =>
      listedConversations(applyToList(mergeRows(emptyList, [row]), event), mira)[0]?.pinned;
    expect([after(personal(rollout, 3)), after(personal(rollout, 5))]).toEqual([true, false]);
    // Who is added again finds it as it was.
    expect(after(created(item(rollout, { joinedSeq: 3, head: 8 }), mira))).toBe(true);
  });

  it('brings an archived conversation back when something is said in it, unless it is muted', () => {
    const archive = (set: Partial<Personal>) => personal(rollout, 2, { archivedAt: 1_500, ...set });
    const archivedAt = (...events: WireEvent[]) => counts([created(item(rollout)), ...events])[0]?.archivedAt;
    expect(archivedAt(activity(rollout, 1), archive({}))).toBe(1_500);
    expect(archivedAt(archive({}), activity(rollout, 1, { head: 7 }))).toBe(1_500);
    expect(archivedAt(archive({}), activity(rollout, 2))).toBeNull();
    expect(archivedAt(archive({ muted: true }), activity(rollout, 2))).toBe(1_500);
  });

  it('shows nothing of a deleted conversation, whatever is told or read of it before or after', () => {
    const row = created(item(rollout));
    for (const events of [
      [row, deleted(rollout)],
      [deleted(rollout), row, activity(rollout, 3)],
    ]) {
      const list = mergeRows(events.reduce(applyToList, emptyList), [item(rollout, { head: 2 })]);
      expect(listedConversations(list, mira)).toEqual([]);
      expect(unknownConversations(list)).toEqual([]);
    }
  });
});
