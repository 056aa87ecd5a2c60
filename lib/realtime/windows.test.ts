import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message, MessagePage } from '#lib/contract/chat.ts';
import { must } from '#lib/std/must.ts';
import { applyToLog, emptyLog, mergeMessages, mergePage, windowAround, type ConversationLog } from './apply-event.ts';
import { ConversationModel, type Step } from './conversation-model.ts';

const runs = { numRuns: 1_000, seed: 20_261 };
const nth = fc.nat(29);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), replyTo: fc.option(nth) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), of: nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), of: nth }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('react' as const),
      of: nth,
      memberId: fc.constantFrom('maya', 'zoe'),
      emoji: fc.constant('👍'),
      isThere: fc.boolean(),
    }),
  },
);
const model = fc
  .array(step, { minLength: 10, maxLength: 60, size: 'max' })
  .map((steps) => new ConversationModel(steps));
const numbers = fc.infiniteStream(fc.nat());
const next = (stream: fc.Stream<number>) => stream.next().value ?? 0;

type Asked = { before?: string; after?: string; around?: string };

/** A page as the server reads it at a moment. */
function read(one: ConversationModel, head: number, limit: number, asked: Asked = {}): MessagePage {
  const all = one.from(0, head);
  const at = all.findIndex(({ id }) => id === (asked.before ?? asked.after ?? asked.around));
  const older = asked.around === undefined ? limit : Math.ceil(limit / 2);
  let [from, to] = [Math.max(0, all.length - limit), all.length];
  if (asked.before !== undefined) [from, to] = [Math.max(0, at - limit), at];
  if (asked.after !== undefined) [from, to] = [at + 1, Math.min(all.length, at + 1 + limit)];
  if (asked.around !== undefined)
    [from, to] = [Math.max(0, at + 1 - older), Math.min(all.length, at + 1 + limit - older)];
  const hasNewer = asked.before !== undefined || to < all.length;
  const hasMore = asked.after === undefined ? from > 0 : hasNewer;
  return { messages: all.slice(from, to).toReversed(), hasMore, nextCursor: null, hasNewer, head };
}

const oldestOf = ({ messages }: { messages: readonly Message[] }) => must(messages.at(0), 'its oldest').id;
const newestOf = ({ messages }: { messages: readonly Message[] }) => must(messages.at(-1), 'its newest').id;

/** Every window has all that there is between its ends, as it is now, and nothing else. */
function expectWhole(log: ConversationLog, one: ConversationModel): void {
  expect(log.messages).toEqual(log.floor === null ? [] : one.from(log.floor));
  for (const { from, to, messages } of log.islands) {
    expect(messages).toEqual(one.from(from).filter(({ seq }) => seq <= to));
    expect(to + 1).toBeLessThan(must(log.floor, 'the beginning of the newest window'));
  }
}

describe('pages around old messages', () => {
  it('are windows without a hole, wherever a reader jumps and reads on, while the conversation goes on', () => {
    fc.assert(
      fc.property(model, numbers, (one, stream) => {
        const start = 1 + (next(stream) % one.head);
        let head = start;
        let log = mergePage(emptyLog, read(one, start, 3));
        const hear = (upTo: number) => {
          for (; head < upTo; head++) log = applyToLog(log, one.event(head + 1, upTo));
        };
        for (let turn = 0; turn < 12; turn++) {
          const known = one.from(0, head);
          const someone = known[next(stream) % Math.max(1, known.length)];
          if (someone === undefined) break;
          const limit = 1 + (next(stream) % 5);
          const window = windowAround(log, someone.id);
          const isWay = next(stream) % 3;
          const asked: Asked =
            window === null || window.messages.length === 0
              ? { around: someone.id }
              : isWay === 0
                ? { before: oldestOf(window) }
                : isWay === 1
                  ? { after: newestOf(window) }
                  : { around: someone.id };
          // The page may be ahead of what was told, or come after it.
          const readAt = head + (next(stream) % (one.head - head + 1));
          const page = read(one, readAt, limit, asked);
          if (next(stream) % 2 === 0) hear(readAt);
          log = mergePage(log, page, asked);
          expect(mergePage(log, page, asked)).toBe(log);
        }
        hear(one.head);
        expectWhole(log, one);
        expect(log.head).toBe(one.head);
      }),
      runs,
    );
  });

  it('lead the same from any order of the pages', () => {
    fc.assert(
      fc.property(model, numbers, (one, stream) => {
        const all = one.from(0);
        if (all.length === 0) return;
        const newest = mergeMessages(emptyLog, read(one, one.head, 2).messages, one.head);
        const pages = Array.from({ length: 5 }, () => {
          const around = must(all[next(stream) % all.length], 'a message').id;
          return { page: read(one, one.head, 1 + (next(stream) % 6), { around }), place: next(stream) };
        });
        const join = (some: typeof pages) => some.reduce((log, { page }) => mergePage(log, page), newest);
        const log = join(pages);
        expectWhole(log, one);
        expect(join(pages.toSorted((a, b) => a.place - b.place))).toEqual(log);
      }),
      runs,
    );
  });

  const send: Step = { kind: 'send', replyTo: null };
  const twenty = new ConversationModel(Array.from({ length: 20 }, () => send));
  const idAt = (seq: number) => must(twenty.from(seq)[0], 'a message').id;

  it('join the newest window when reading on from either side has closed what lay between', () => {
    let log = mergePage(emptyLog, read(twenty, 20, 4));
    log = mergePage(log, read(twenty, 20, 4, { around: idAt(5) }));
    expect(log.messages.map(({ seq }) => seq)).toEqual([17, 18, 19, 20]);
    expect(windowAround(log, idAt(5))).toMatchObject({
      isNewest: false,
      messages: [4, 5, 6, 7].map((seq) => ({ seq })),
    });
    expect(windowAround(log, idAt(18))).toEqual({ isNewest: true, messages: log.messages });
    log = mergePage(log, read(twenty, 20, 6, { after: idAt(7) }), { after: idAt(7) });
    log = mergePage(log, read(twenty, 20, 3, { before: idAt(17) }), { before: idAt(17) });
    expect([log.islands, log.messages.map(({ seq }) => seq)]).toEqual([
      [],
      Array.from({ length: 17 }, (_, at) => at + 4),
    ]);
  });

  it('may be the first that is read: what comes after it was read is the newest window', () => {
    let log = mergePage(emptyLog, read(twenty, 19, 4, { around: idAt(5) }));
    expect([log.messages, log.head, log.islands.length]).toEqual([[], 19, 1]);
    log = applyToLog(log, twenty.event(20, 20));
    expect(log.messages.map(({ seq }) => seq)).toEqual([20]);
    log = mergePage(log, read(twenty, 20, 50, { after: idAt(7) }), { after: idAt(7) });
    expect([log.islands, log.messages.length]).toEqual([[], 17]);
  });

  it('show nothing of messages that no window reaches', () => {
    const log = mergePage(emptyLog, read(twenty, 20, 4));
    expect(windowAround(log, idAt(5))).toBeNull();
  });
});
