'use client';

import type { Member, ReplySnapshot } from '#lib/contract/chat.ts';
import { plainLine } from '#lib/chat/plain-line.ts';
import { text } from '#components/text/text.ts';
import { useMessageActs } from './acts-context.ts';

/** What a message answers, in one line; pressed, it leads there. */
export function ReplyQuote({ reply, people }: { reply: ReplySnapshot; people: readonly Member[] }) {
  const acts = useMessageActs();
  const { name, line } = quoted(reply, people);
  return (
    <div className="mb-1.5">
      <button
        type="button"
        onClick={() => acts.jump(reply.messageId)}
        aria-label={text.message.inReplyTo(name, line)}
        className="block touch-room w-full min-w-0 text-start type-caption hover:bg-hover"
      >
        <span className={quoteLook}>
          <b className="text-ink">{name}</b> {line}
        </span>
      </button>
    </div>
  );
}

export const quoteLook = 'block min-w-0 truncate border-s-2 border-line-strong ps-2 type-caption text-ink-2';

export function quoted(reply: ReplySnapshot, people: readonly Member[]): { name: string; line: string } {
  const name = people.find(({ id }) => id === reply.senderId)?.displayName ?? text.message.somebody;
  if (reply.deleted) return { name, line: text.message.deletedQuote };
  return { name, line: plainLine(reply.previewText ?? '') || text.message.aFile };
}
