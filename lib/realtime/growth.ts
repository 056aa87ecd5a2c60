import type { Block } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import type { EventPayload } from '#lib/contract/events.ts';
import { textLength, withText } from '#lib/contract/growing-text.ts';

type Delta = EventPayload<'message.delta'>;

/**
 * What an open stream has grown by since its message was read. Kept beside the messages and joined when one is looked at: a
 * delta costs what its text does, however many messages there are, and leaves all of them as they are.
 */
export interface Growth {
  /** Of the message that it belongs to: later ones have it in them. */
  version: number;
  /** All that is known without a hole; null until the message is known in this version. */
  content: readonly Block[] | null;
  length: number;
  /** What comes after a hole, by offset. */
  loose: readonly Pick<Delta, 'offset' | 'text'>[];
}

/** A message as it is now, text that was told since included. */
export function grown(message: Message, growth: Growth | undefined): Message {
  return growth?.content == null || growth.version !== message.version
    ? message
    : { ...message, content: [...growth.content] };
}

/** Does something of it have to be read? Then the message is, and what came after the hole goes on from there. */
export function hasGap({ content, loose }: Growth): boolean {
  return content !== null && loose.length > 0;
}

/** The very same growth when the delta says nothing new, or comes after the message has said it. */
export function withDelta(growth: Growth | undefined, message: Message | null, delta: Delta): Growth | undefined {
  const { version, offset, text } = delta;
  if (version < (growth?.version ?? 0) || isOver(message, version)) return growth;
  const known = growth?.version === version ? growth : beginning(message, version);
  if (known.content !== null && offset < known.length) return growth;
  if (known.loose.some((other) => other.offset === offset)) return growth;
  const loose = [...known.loose, { offset, text }].toSorted((a, b) => a.offset - b.offset);
  return connected({ ...known, loose });
}

/** The same when the message was read or told: what it has itself is not kept twice. */
export function withMessage(growth: Growth | undefined, message: Message): Growth | undefined {
  if (growth === undefined || message.version < growth.version) return growth;
  if (isOver(message, growth.version)) return undefined;
  const own = beginning(message, growth.version);
  const isFurther = growth.content === null || own.length > growth.length;
  const joined = isFurther ? connected({ ...own, loose: growth.loose }) : growth;
  return joined.length === own.length && joined.loose.length === 0 ? undefined : joined;
}

function isOver(message: Message | null, version: number): boolean {
  if (message === null || message.version < version) return false;
  return message.version > version || message.stream !== 'open';
}

function beginning(message: Message | null, version: number): Growth {
  const content = message?.version === version ? message.content : null;
  return { version, content, length: textLength(content ?? []), loose: [] };
}

/** Takes what goes on exactly where the text ends, as often as there is something, and lets go of what the text has. */
function connected({ version, content, length, loose }: Growth): Growth {
  if (content === null) return { version, content, length, loose };
  let next = { content, length };
  for (const { offset, text } of loose) {
    if (offset === next.length) next = { content: withText(next.content, text), length: offset + text.length };
  }
  return { version, ...next, loose: loose.filter(({ offset }) => offset > next.length) };
}
