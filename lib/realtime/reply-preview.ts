import type { Block } from '#lib/contract/blocks.ts';
import { previewMax } from '#lib/contract/limits.ts';
import type { Message, ReplySnapshot } from '#lib/contract/chat.ts';

/** So many characters are enough for any preview, and all that is read of a message for one. */
export const beginningMax = 400;

/** What a reply shows of this message. Server and client make it alike, so that an edit told once is right in all replies. */
export function replySnapshotOf(message: Message): ReplySnapshot {
  const { id: messageId, senderId, version, deleted } = message;
  return { messageId, senderId, version, deleted, previewText: deleted ? null : previewTextOf(message.content) };
}

/** The beginning of its first text, or else the names of its files. */
export function previewTextOf(content: readonly Block[]): string {
  const first = content.find((block) => block.type === 'text');
  const names = content.flatMap((block) => (block.type === 'attachment' ? [block.filename] : []));
  const characters = Array.from(first?.text ?? names.join(', '));
  return shorten(characters.slice(0, beginningMax).join(''));
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
