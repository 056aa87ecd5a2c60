import { describe, expect, it } from 'vitest';
import { groupMessages } from './message-grouping.ts';
import { unreadLine } from './unread.ts';

const minute = 60_000;
const start = Date.parse('2026-11-20T13:30:00Z');
const message = (seq: number, senderId: string, minutes: number) => ({
  key: `m${seq}`,
  seq,
  senderId,
  createdAt: start + minutes * minute,
});

const outline = (messages: ReturnType<typeof message>[], lastReadSeq = 99) =>
  groupMessages(messages, { timeZone: 'UTC', line: unreadLine(messages, lastReadSeq, 'mira') }).map((item) =>
    item.kind === 'message' ? `${item.key}${item.startsTurn ? '*' : ''}` : item.kind,
  );

describe('groupMessages', () => {
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
