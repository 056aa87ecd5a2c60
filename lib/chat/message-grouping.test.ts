import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Grouping } from './message-grouping.ts';
import { unreadLine } from './unread.ts';

const minute = 60_000;
const start = Date.parse('2026-11-20T13:30:00Z');
const message = (seq: number, senderId: string, minutes: number) => ({
  key: `m${seq}`,
  seq,
  senderId,
  createdAt: start + minutes * minute,
});

type Messages = ReturnType<typeof message>[];

const group = (messages: Messages, { grouping = new Grouping<Messages[number]>(), lastReadSeq = 99 } = {}) =>
  grouping.of(messages, { timeZone: 'UTC', line: unreadLine(messages, lastReadSeq, 'mira') });

const outline = (messages: Messages, lastReadSeq = 99) =>
  group(messages, { lastReadSeq }).map((item) =>
    item.kind === 'message' ? `${item.key}${item.startsTurn ? '*' : ''}` : item.kind,
  );

describe('Grouping', () => {
  it('remembers what it made, and makes the same as one that remembers nothing', () => {
    const change = fc.record({ at: fc.nat(9), seq: fc.nat(30), sender: fc.constantFrom('mira', 'harbor') });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.nat(30), (changes, lastReadSeq) => {
        const grouping = new Grouping<Messages[number]>();
        let messages: Messages = [];
        for (const { at, seq, sender } of changes) {
          messages = messages.toSpliced(at, seq % 2, message(seq, sender, 300 * seq));
          expect(group(messages, { grouping, lastReadSeq })).toEqual(group(messages, { lastReadSeq }));
        }
      }),
    );
  });

  it('makes anew only what comes after what stayed the same', () => {
    const grouping = new Grouping<Messages[number]>();
    const [first, second] = [message(1, 'mira', 0), message(2, 'harbor', 1)];
    const before = group([first, second], { grouping });
    const after = group([first, { ...second }, message(3, 'harbor', 2)], { grouping });
    expect(after.map((item, at) => item === before[at])).toEqual([true, true, false, false]);
  });

  it('opens a day once, and a turn with each new speaker', () => {
    expect(outline([message(1, 'mira', 0), message(2, 'harbor', 1), message(3, 'harbor', 2)])).toEqual([
      'day',
      'm1*',
      'm2*',
      'm3',
    ]);
  });

  it('begins a new turn after five minutes of silence', () => {
    expect(outline([message(1, 'harbor', 0), message(2, 'harbor', 4.9), message(3, 'harbor', 9.9)])).toEqual([
      'day',
      'm1*',
      'm2',
      'm3*',
    ]);
  });

  it('begins a new turn with a new day, even within five minutes', () => {
    const late = 10 * 60 + 28;
    expect(outline([message(1, 'harbor', late), message(2, 'harbor', late + 3)])).toEqual(['day', 'm1*', 'day', 'm2*']);
  });

  it('puts the line before the first message of others that was not read', () => {
    const messages = [message(1, 'harbor', 0), message(2, 'mira', 1), message(3, 'harbor', 2), message(4, 'harbor', 3)];
    expect(outline(messages, 1)).toEqual(['day', 'm1*', 'm2*', 'unread', 'm3*', 'm4']);
  });
});
