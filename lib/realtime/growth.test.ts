import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '#lib/contract/chat.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { must } from '#lib/std/must.ts';
import {
  applyAllToLog,
  applyToLog,
  emptyLog,
  mergeMessage,
  mergeMessages,
  torn,
  type ConversationLog,
} from './apply-event.ts';
import { ConversationModel, modelContext } from './conversation-model.ts';
import { grown } from './growth.ts';
import { textLength, withText } from '#lib/contract/growing-text.ts';

const runs = { numRuns: 1_000, seed: 20_261 };
const [plain] = new ConversationModel([{ kind: 'send', replyTo: null }]).from(0);
const first = must(plain, 'a message');

/** A message that its agent writes in pieces; somebody decides something that it asks when so many of them are there. */
interface Story {
  opening: string;
  pieces: string[];
  decidedAt: number;
}

const piece = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const story: fc.Arbitrary<Story> = fc.record({
  opening: fc.constantFrom('', 'Well, '),
  pieces: fc.array(piece, { minLength: 1, maxLength: 12 }),
  decidedAt: fc.nat(14),
});
const numbers = fc.infiniteStream(fc.nat());

/** The message when so many pieces were there. */
function at({ opening, pieces, decidedAt }: Story, count: number, state: Partial<Message> = {}): Message {
  const text = opening + pieces.slice(0, count).join('');
  const version = count > decidedAt ? 2 : 1;
  return { ...first, stream: 'open', content: withText([], text), version, ...state };
}

const whole = (one: Story) => at(one, one.pieces.length);
const finished = (one: Story) => {
  const { content, version } = whole(one);
  return { ...first, content: [...content, { type: 'text' as const, text: '.' }], version: version + 1 };
};

type Arrival = (log: ConversationLog) => ConversationLog;
type Told = 'message.created' | 'message.updated';

function eventOf(
  event: Told,
  id: number,
  { id: messageId, conversationId: _conversationId, ...message }: Message,
): WireEvent {
  const payload = { messageId, ...message };
  return event === 'message.created'
    ? { context: modelContext, event, id, payload }
    : { context: modelContext, event, id, payload: { ...payload, clientUpdatedAt: null } };
}

function told(...words: Parameters<typeof eventOf>): Arrival {
  return (log) => applyToLog(log, eventOf(...words));
}

function deltaOf(one: Story, index: number): WireEvent {
  const { version } = at(one, index + 1);
  const offset = textLength(at(one, index).content);
  const payload = { messageId: first.id, version, offset, text: must(one.pieces[index], 'a piece') };
  return { context: modelContext, event: 'message.delta', payload };
}

function delta(one: Story, index: number): Arrival {
  return (log) => applyToLog(log, deltaOf(one, index));
}

const next = (stream: fc.Stream<number>) => stream.next().value ?? 0;
const shuffled = <T>(items: readonly T[], stream: fc.Stream<number>) =>
  items
    .map((item) => ({ item, place: next(stream) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);

/** Each piece as often as `times` says; the log's events and single readings, each read when so many pieces were there. */
function arrivals(one: Story, stream: fc.Stream<number>, times: () => number): Arrival[] {
  const { length } = one.pieces;
  const sometime = () => next(stream) % (length + 1);
  const readings = Array.from({ length: next(stream) % 3 }, sometime);
  const decided = one.decidedAt < length ? [one.decidedAt + 1 + (next(stream) % (length - one.decidedAt))] : [];
  return [
    told('message.created', 1, at(one, sometime())),
    ...decided.map((count) => told('message.updated', 2, at(one, count))),
    ...readings.map(
      (count): Arrival =>
        (log) =>
          mergeMessage(log, at(one, count)),
    ),
    ...one.pieces.flatMap((_, index) => Array.from({ length: times() }, () => delta(one, index))),
  ];
}

const shown = (log: ConversationLog) => log.messages.map((message) => grown(message, log.growing.get(message.id)));
const textIn = (log: ConversationLog) => textOf(shown(log)[0]?.content ?? []);
const apply = (log: ConversationLog, arrival: Arrival) => arrival(log);

describe('a message that is written bit by bit', () => {
  it('is what it was finished as, whatever was lost, came twice or came late', () => {
    fc.assert(
      fc.property(story, numbers, (one, stream) => {
        const end = told('message.updated', 3, finished(one));
        const all = [...arrivals(one, stream, () => next(stream) % 3), end];
        const log = shuffled(all, stream).reduce(apply, emptyLog);
        expect(shown(log)).toEqual([finished(one)]);
        expect([log.growing.size, torn(log)]).toEqual([0, []]);
        for (const arrival of all) expect(arrival(log)).toBe(log);
      }),
      runs,
    );
  });

  it('is never anything but the beginning of what was written, and one reading mends what is torn', () => {
    fc.assert(
      fc.property(story, numbers, (one, stream) => {
        const full = textOf(whole(one).content);
        let log = emptyLog;
        for (const arrival of shuffled(
          arrivals(one, stream, () => next(stream) % 3),
          stream,
        )) {
          log = arrival(log);
          expect(full.startsWith(textIn(log))).toBe(true);
        }
        const read = mergeMessage(log, whole(one));
        expect([textIn(read), torn(read)]).toEqual([full, []]);
        expect(shown(read)).toEqual([whole(one)]);
      }),
      runs,
    );
  });

  it('needs no reading when nothing was lost, in whatever order it came', () => {
    fc.assert(
      fc.property(story, numbers, (one, stream) => {
        const log = shuffled(
          arrivals(one, stream, () => 1 + (next(stream) % 2)),
          stream,
        ).reduce(apply, emptyLog);
        expect([textIn(log), torn(log)]).toEqual([textOf(whole(one).content), []]);
        expect(shown(log)).toEqual([whole(one)]);
      }),
      runs,
    );
  });

  it('becomes the same many pieces at once as one by one', () => {
    fc.assert(
      fc.property(story, numbers, (one, stream) => {
        const { length } = one.pieces;
        const sometime = () => next(stream) % (length + 1);
        const events = [
          eventOf('message.created', 1, at(one, sometime())),
          ...(one.decidedAt < length ? [eventOf('message.updated', 2, at(one, one.decidedAt + 1))] : []),
          ...one.pieces.flatMap((_, index) => Array.from({ length: next(stream) % 3 }, () => deltaOf(one, index))),
          ...(next(stream) % 2 === 0 ? [eventOf('message.updated', 3, finished(one))] : []),
        ];
        const mixed = shuffled(events, stream);
        const log = mixed.reduce(applyToLog, emptyLog);
        expect(applyAllToLog(emptyLog, mixed)).toEqual(log);
        expect(applyAllToLog(log, mixed)).toBe(log);
      }),
      runs,
    );
  });

  it('says that it is torn only while something is missing in the middle', () => {
    const one: Story = { opening: '', pieces: ['a', 'b', 'c'], decidedAt: 9 };
    const begun = told('message.created', 1, at(one, 0))(emptyLog);
    const held = delta(one, 2)(begun);
    expect([textIn(held), torn(held)]).toEqual(['', [first.id]]);
    const mended = delta(one, 1)(mergeMessage(held, at(one, 1)));
    expect([textIn(mended), torn(mended)]).toEqual(['abc', []]);
  });

  it('leaves ten thousand other messages and the list of them as they are', () => {
    const many = Array.from({ length: 10_000 }, (_, n): Message => ({ ...first, id: `m${n}`, seq: n + 2 }));
    const open = at({ opening: '', pieces: [], decidedAt: 9 }, 0);
    const log = mergeMessages(emptyLog, [open, ...many].toReversed(), 10_001);
    const after = delta({ opening: '', pieces: ['hello'], decidedAt: 9 }, 0)(log);
    expect([after.messages === log.messages, after.known === log.known]).toEqual([true, true]);
    expect(textIn(after)).toBe('hello');
    expect(grown(must(after.messages[5], 'another'), after.growing.get('m4'))).toBe(log.messages[5]);
  });
});

describe('withText', () => {
  it('makes the same blocks of a text in pieces as of the whole', () => {
    const long = fc.string({
      unit: fc.constantFrom('a', '🦀', 'ß'.repeat(997)),
      minLength: 1,
      maxLength: 30,
      size: 'max',
    });
    fc.assert(
      fc.property(fc.array(long, { maxLength: 12 }), (pieces) => {
        const blocks = pieces.reduce((content, text) => withText(content, text), withText([], ''));
        expect(blocks).toEqual(withText([], pieces.join('')));
        expect([textOf(blocks), textLength(blocks)]).toEqual([pieces.join(''), pieces.join('').length]);
      }),
      { ...runs, numRuns: 300 },
    );
  });
});
