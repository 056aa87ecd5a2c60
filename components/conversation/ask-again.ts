import type { Message } from '#lib/contract/chat.ts';
import { replySnapshotOf } from '#lib/realtime/reply-preview.ts';
import type { Writing } from '#lib/chat/outbox.ts';
import { textOfBlocks } from '#lib/chat/text-of-blocks.ts';

/** What the reader had asked when this was answered: what it replies to, or else what they wrote last before it. */
export function questionOf(answer: Message, messages: readonly Message[], reader: string): Message | undefined {
  const own = messages.filter(({ senderId, seq, deleted }) => senderId === reader && seq < answer.seq && !deleted);
  return own.find(({ id }) => id === answer.inReplyToMessageId) ?? own.at(-1);
}

/**
 * The same question once more. A file is in one message and stays there, so a question with files replies to the one that
 * has them. Null when files were all that it said: what is asked of them now, only its writer knows.
 */
export function askedAgain(question: Message): Writing | null {
  const text = textOfBlocks(question.content);
  if (text === '') return null;
  const hasFiles = question.content.some(({ type }) => type === 'attachment');
  const replyTo = hasFiles ? replySnapshotOf(question) : question.replyTo;
  return {
    text,
    ...(replyTo !== null && { replyTo }),
    ...(question.mentions.length > 0 && { mentions: question.mentions }),
  };
}
