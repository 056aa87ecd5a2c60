import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { must } from '#lib/std/must.ts';
import {
  applyAllToLog,
  applyToLog,
  emptyLog,
  mergeMessage,
  mergeMessages,
  type ConversationLog,
} from './apply-event.ts';
import { ConversationModel, modelContext, type Step } from './conversation-model.ts';

const runs = { numRuns: 1_000, seed: 20_261 };
const counts = { histories: 0, arrivals: 0 };
afterAll(() => {
  process.stdout.write(`applyToLog: ${counts.histories} histories, ${counts.arrivals} arrivals in any order\n`);
});

const nth = fc.nat(9);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send' as const), replyTo: fc.option(nth) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), of: nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), of: nth }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      of: nth,
      became: fc.constantFrom('action.executed', 'action.expired', 'action.delivery_failed'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      of: nth,
      became: fc.constantFrom(
        'message.delivery_delayed',
        'message.delivery_failed',
        'message.delivered',
        'message.redelivered',
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('react' as const),
      of: nth,
      memberId: fc.constantFrom('maya', 'zoe'),
      emoji: fc.constantFrom('👍', '❤️'),
      isThere: fc.boolean(),
    }),
  },
);
const model = fc.array(step, { minLength: 6, maxLength: 40, size: 'max' }).map((steps) => new ConversationModel(steps));
const numbers = fc.infiniteStream(fc.nat());

/** Something that arrives: an event or a page, each read at a moment of its own. */
type Arrival = (log: ConversationLog) => ConversationLog;

const apply = (log: ConversationLog, arrival: Arrival) => arrival(log);
const next = (stream: fc.Stream<number>) => stream.next().value ?? 0;
const shuffled = <T>(items: readonly T[], stream: fc.Stream<number>) =>
  items
    .map((item) => ({ item, at: next(stream) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

/**
 * A reader who reads a page and then is told everything that came after it: some of it twice, some read later than it was
 * written, with old news and more pages in between.
 */
function reading(one: ConversationModel, stream: fc.Stream<number>): { arrivals: Arrival[]; floor: number } {
  const pages = Array.from({ length: 3 }, () => ({
    head: next(stream) % (one.head + 1),
    limit: 1 + (next(stream) % 6),
  }));
  const floors = pages.map(({ head, limit }) => one.page(head, limit).at(-1)?.seq ?? head + 1);
  const floor = Math.min(...floors);
  // A subscription continues after the first page; the others are read later.
  const since = Math.min(...pages.map((page) => page.head));
  const events = Array.from({ length: one.head }, (_, at) => at + 1).flatMap((id) => {
    const event = () => one.event(id, id + (next(stream) % (one.head - id + 1)));
    const isAboveWindow = one.entries[id - 1]?.type === 'message.created' && id < floor;
    if (isAboveWindow) return [];
    return id > since ? [event(), event()] : next(stream) % 2 === 0 ? [event()] : [];
  });
  return {
    floor,
    arrivals: [
      ...pages.map(
        ({ head, limit }): Arrival =>
          (log) =>
            mergeMessages(log, one.page(head, limit), head),
      ),
      ...events.map(
        (event): Arrival =>
          (log) =>
            applyToLog(log, event),
      ),
    ],
  };
}

describe('applyToLog', () => {
  it('leads from any order and any repetition of events and pages to what a fresh reader gets', () => {
    fc.assert(
      fc.property(model, numbers, (one, stream) => {
        const { arrivals, floor } = reading(one, stream);
        const log = shuffled(arrivals, stream).reduce(apply, emptyLog);
        counts.histories += 1;
        counts.arrivals += arrivals.length;
        expect(log.messages).toEqual(one.from(floor));
        expect(log.head).toBe(one.head);
      }),
      runs,
    );
  });

  it('remembers the same, whatever the order was', () => {
    fc.assert(
      fc.property(model, numbers, (one, stream) => {
        const { arrivals } = reading(one, stream);
        const log = arrivals.reduce(apply, emptyLog);
        expect(shuffled([...arrivals, ...arrivals], stream).reduce(apply, emptyLog)).toEqual(log);
      }),
      runs,
    );
  });

  it('leads to the same many at once as one by one, in any order and any portions', () => {
    fc.assert(
      fc.property(model, numbers, (one, stream) => {
        const start = next(stream) % (one.head + 1);
        const page = mergeMessages(emptyLog, one.page(start, 1 + (next(stream) % 6)), start);
        const ids = Array.from({ length: one.head }, (_, at) => at + 1);
        const events = shuffled(
          [...ids, ...ids].map((id) => one.event(id, id + (next(stream) % (one.head - id + 1)))),
          stream,
        );
        const log = events.reduce(applyToLog, page);
        const cut = next(stream) % events.length;
        const halves = [events.slice(0, cut), events.slice(cut)].reduce(applyAllToLog, page);
        expect([applyAllToLog(page, events), halves]).toEqual([log, log]);
        expect(applyAllToLog(log, events)).toBe(log);
      }),
      runs,
    );
  });

  it('is the very same log when something says nothing new', () => {
    fc.assert(
      fc.property(model, numbers, (one, stream) => {
        const { arrivals } = reading(one, stream);
        const log = arrivals.reduce(apply, emptyLog);
        for (const arrival of arrivals) expect(arrival(log)).toBe(log);
      }),
      { ...runs, numRuns: 200 },
    );
    const typing: WireEvent = { context: modelContext, event: 'typing', payload: { memberId: 'maya' } };
    expect(applyToLog(emptyLog, typing)).toBe(emptyLog);
  });

  const send: Step = { kind: 'send', replyTo: null };

  it('keeps an edit above the window for the page that it belongs to, and tears no hole', () => {
    const one = new ConversationModel([send, send, send, { kind: 'edit', of: 0 }]);
    const window = mergeMessages(emptyLog, one.page(3, 1), 3);
    const told = applyToLog(window, one.event(4, 4));
    expect(told.messages.map((message) => message.seq)).toEqual([3]);
    // The older page was on its way before the edit.
    const older = mergeMessages(told, one.page(3, 3), 3);
    expect(older.messages).toEqual(one.from(0));
  });

  it('takes the answer to a send of long ago without showing it among the newest', () => {
    const one = new ConversationModel([send, send, send]);
    const window = mergeMessages(emptyLog, one.page(3, 1), 3);
    expect(mergeMessage(window, must(one.from(0)[0], 'the first message')).messages).toEqual(window.messages);
    const [answer] = new ConversationModel([send, send, send, send]).from(4);
    expect(mergeMessage(window, must(answer, 'the newest')).messages.map((message) => message.seq)).toEqual([3, 4]);
  });

  it('takes the text of a deleted message out of replies to it', () => {
    const one = new ConversationModel([send, { kind: 'send', replyTo: 0 }, { kind: 'delete', of: 0 }]);
    const before = mergeMessages(emptyLog, one.page(2, 1), 2);
    expect(before.messages[0]?.replyTo?.previewText).toBe('1, version 1');
    expect(applyToLog(before, one.event(3, 3)).messages[0]?.replyTo).toMatchObject({
      deleted: true,
      previewText: null,
    });
  });

  it('leaves what did not change the same object', () => {
    const one = new ConversationModel([send, { kind: 'send', replyTo: 0 }, send, { kind: 'edit', of: 0 }]);
    const before = mergeMessages(emptyLog, one.page(3, 9), 3);
    const after = applyToLog(before, one.event(4, 4));
    const isSame = (at: number) => same(before.messages[at], after.messages[at]);
    expect([isSame(0), isSame(1), isSame(2)]).toEqual([false, false, true]);
  });
});

function same(a: Message | undefined, b: Message | undefined): boolean {
  return a !== undefined && a === b;
}
