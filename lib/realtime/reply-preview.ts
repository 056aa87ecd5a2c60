import { previewMax } from '#lib/contract/limits.ts';
import type { Message, ReplySnapshot } from '#lib/contract/chat.ts';

/** Of a message's first block, this many characters are enough for any preview, and all that is read of it. */
export const beginningMax = 400;

/** What a reply shows of this message. Server and client make it alike, so that an edit told once is right in all replies. */
export function replySnapshotOf(message: Message): ReplySnapshot {
  const [first] = message.content;
  const beginning = Array.from(first?.type === 'text' ? first.text : '')
    .slice(0, beginningMax)
    .join('');
  const { id: messageId, senderId, version, deleted } = message;
  return { messageId, senderId, version, deleted, previewText: deleted ? null : shorten(beginning) };
}

/** One line of at most 160 characters; never half of a character. */
export function shorten(text: string): string {
  const line = text
    .slice(0, 4 * previewMax)
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line.toWellFormed());
  return characters.length <= previewMax ? characters.join('') : `${characters.slice(0, previewMax - 1).join('')}…`;
}
