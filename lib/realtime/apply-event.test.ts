import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WireEvent } from '#lib/contract/events.ts';
import { conversationContext } from '#lib/contexts.ts';
import { applyToLog, emptyLog, mergeMessages } from './apply-event.ts';

const conversationId = '01K8000000000000000000000A';
const context = conversationContext('harbor-01', conversationId);
const idOf = (seq: number) => `01K80000000000000000000${String(seq).padStart(3, '0')}`;

function created(seq: number, version = 1): WireEvent {
  return {
    context,
    event: 'message.created',
    id: seq,
    payload: {
      messageId: idOf(seq),
      senderId: seq % 2 === 0 ? 'mira' : 'bot:kiloclaw:harbor-01',
      clientId: null,
      content: [{ type: 'text', text: `message ${seq}, version ${version}` }],
      inReplyToMessageId: null,
      replyTo: null,
      version,
      createdAt: 1_000 * seq,
      updatedAt: version > 1 ? 1_000 * seq + version : null,
      deleted: false,
    },
  };
}

const someEvents = fc.array(
  fc.record({ seq: fc.integer({ min: 1, max: 12 }), version: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 30 },
);

describe('applyToLog', () => {
  it('leads to the same log from any order and any repetition of events', () => {
    fc.assert(
      fc.property(someEvents, fc.infiniteStream(fc.nat()), (picks, numbers) => {
        const events = picks.map(({ seq, version }) => created(seq, version));
        const shuffled = [...events, ...events].toSorted(() => ((numbers.next().value ?? 0) % 2 === 0 ? 1 : -1));
        expect(shuffled.reduce(applyToLog, emptyLog)).toEqual(events.reduce(applyToLog, emptyLog));
      }),
    );
  });

  it('keeps messages by position, without doubles, and the head at the newest', () => {
    fc.assert(
      fc.property(someEvents, (picks) => {
        const log = picks.map(({ seq, version }) => created(seq, version)).reduce(applyToLog, emptyLog);
        const positions = log.messages.map((message) => message.seq);
        expect(positions).toEqual([...new Set(picks.map((pick) => pick.seq))].toSorted((a, b) => a - b));
        expect(log.head).toBe(Math.max(0, ...positions));
      }),
    );
  });

  it('keeps the newer version when an older one comes late', () => {
    const log = [created(1, 2), created(1, 1)].reduce(applyToLog, emptyLog);
    expect(log.messages[0]?.content).toEqual([{ type: 'text', text: 'message 1, version 2' }]);
  });

  it('returns the very same log when an event says nothing new', () => {
    const log = applyToLog(emptyLog, created(1));
    expect(applyToLog(log, created(1))).toBe(log);
    expect(applyToLog(log, { context, event: 'typing', payload: { memberId: 'mira' } })).toBe(log);
  });

  it('takes a page and events of the same messages as one', () => {
    const fromEvents = [created(1), created(2), created(3)].reduce(applyToLog, emptyLog);
    const page = fromEvents.messages.slice(0, 2).toReversed();
    expect(mergeMessages(fromEvents, page, 2)).toBe(fromEvents);
    expect(applyToLog(mergeMessages(emptyLog, page, 2), created(3))).toEqual(fromEvents);
  });
});
