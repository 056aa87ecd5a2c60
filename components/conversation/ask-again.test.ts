import { describe, expect, it } from 'vitest';
import type { FileBlock } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import { askedAgain, questionOf } from './ask-again.ts';

const message = (seq: number, senderId: string, more: Partial<Message> = {}): Message => ({
  id: `message-${seq}`,
  conversationId: '01K80000000000000000000000',
  senderId,
  clientId: null,
  content: [{ type: 'text', text: 'Why did it restart?' }],
  inReplyToMessageId: null,
  replyTo: null,
  seq,
  version: 1,
  createdAt: seq,
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
  ...more,
});

const dump: FileBlock = {
  type: 'attachment',
  attachmentId: '01K8000000000000000000000F',
  mimeType: 'text/plain',
  size: 16,
  filename: 'notes.txt',
  width: null,
  height: null,
  isImage: false,
};

describe('questionOf', () => {
  const [first, second, hers] = [message(1, 'mira'), message(2, 'mira'), message(3, 'jonas')];

  it('is what the answer replies to, though the reader has asked something else since', () => {
    const answer = message(4, 'harbor', { inReplyToMessageId: first.id });
    expect(questionOf(answer, [first, second, hers, answer], 'mira')).toBe(first);
  });

  it('is otherwise what the reader wrote last before it, and nothing that others wrote or that is gone', () => {
    const [answer, after] = [message(4, 'harbor', { inReplyToMessageId: hers.id }), message(5, 'mira')];
    expect(questionOf(answer, [first, second, hers, answer, after], 'mira')).toBe(second);
    expect(questionOf(answer, [first, { ...second, deleted: true }, answer], 'mira')).toBe(first);
    expect(questionOf(answer, [hers, answer], 'mira')).toBeUndefined();
  });
});

describe('askedAgain', () => {
  it('has the same words, names the same people and replies to the same message', () => {
    const replyTo = { messageId: 'message-0', senderId: 'jonas', version: 1, deleted: false, previewText: 'It is up' };
    expect(askedAgain(message(1, 'mira', { mentions: ['jonas'], replyTo }))).toEqual({
      text: 'Why did it restart?',
      mentions: ['jonas'],
      replyTo,
    });
    expect(askedAgain(message(1, 'mira'))).toEqual({ text: 'Why did it restart?' });
  });

  it('replies to the question when that has files: they are in no other message', () => {
    const question = message(1, 'mira');
    const withFile = { ...question, content: [...question.content, dump] };
    expect(askedAgain(withFile)).toMatchObject({ text: 'Why did it restart?', replyTo: { messageId: question.id } });
  });

  it('is nothing when files were all that was said', () => {
    expect(askedAgain(message(1, 'mira', { content: [dump] }))).toBeNull();
  });
});
