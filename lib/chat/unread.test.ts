import { describe, expect, it } from 'vitest';
import { countNew, messageToMark, unreadLine } from './unread.ts';

const message = (seq: number, senderId: string) => ({ seq, senderId, createdAt: seq * 1_000 });
const log = [message(1, 'harbor'), message(2, 'mira'), message(3, 'harbor'), message(4, 'harbor')];

describe('what is new', () => {
  it('is new since the last message that the reader knew', () => {
    expect(unreadLine(log, 2, 'mira')).toEqual({ beforeSeq: 3, since: 2_000 });
    expect(unreadLine(log, 4, 'mira')).toBeNull();
  });

  it('draws no line where everything is new', () => {
    expect(unreadLine(log, 0, 'mira')).toBeNull();
  });

  it("is never the reader's own message", () => {
    expect(unreadLine([message(1, 'harbor'), message(2, 'mira')], 1, 'mira')).toBeNull();
    expect(countNew(log, 1, 'mira')).toBe(2);
  });

  it('is marked up to the newest of others, and not again', () => {
    expect(messageToMark(log, 2, 'mira')?.seq).toBe(4);
    expect(messageToMark([...log, message(5, 'mira')], 4, 'mira')).toBeNull();
  });
});
