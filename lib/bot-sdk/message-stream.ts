import type { InputBlock } from '../contract/blocks.ts';
import type { SendResult } from '../contract/chat.ts';
import { textLength, withText } from '../contract/growing-text.ts';
import { answerId } from './answer-id.ts';
import { Appender } from './appender.ts';
import { BotApiError, type BotApi } from './api.ts';
import { untilHeard } from './until-heard.ts';

export interface OpeningMessage {
  conversationId: string;
  inReplyToMessageId?: string;
  /** The bot's own id of this message: opened again under it after a crash, it is the same message. */
  clientId?: string;
}

/** `stopped`: a reader had enough, or the message is gone; what it says is what had been said until then. */
export type MessageEnd = 'finished' | 'stopped';

/** A message that people read while it is written. */
export interface MessageStream {
  messageId: string;
  /** What comes next, in pieces of any size and at any pace. Fails with `finish`, if at all. */
  append(text: string): void;
  /** Says what is left, then these blocks, and makes the message whole. */
  finish(content?: InputBlock[]): Promise<MessageEnd>;
  /** Says nothing more. In half a minute readers see that it was interrupted. */
  abandon(): void;
  /** A reader has read enough: aborts the signal at once, and what is left is still said by `finish`. */
  stop(): void;
  /** Aborts when there is no use in going on: somebody has read enough, or nobody can read it. */
  signal: AbortSignal;
}

export async function openMessage(api: BotApi, opening: OpeningMessage): Promise<MessageStream> {
  // Without an id a lost answer would leave an empty message behind.
  const message = { clientId: await answerId(crypto.randomUUID(), 0), ...opening };
  const opened = await untilHeard(() => api.open(message));
  const { stream, content } = opened.message;
  return stream === 'open' && content.length === 0 ? begun(api, opened) : continued(api, opened);
}

function begun(api: BotApi, { messageId, message }: SendResult): MessageStream {
  const place = { conversationId: message.conversationId, messageId };
  const appender = new Appender(textLength(message.content), (offset, text) => api.append(place, { offset, text }));
  let text = '';
  return {
    messageId,
    signal: appender.signal,
    append: (piece) => {
      text += piece;
      appender.add(piece);
    },
    abandon: () => appender.abandon(),
    stop: () => appender.stop(),
    finish: async (content = []) => {
      try {
        await appender.close();
        await untilHeard(() => api.finish(place, content));
        return 'finished';
      } catch (error) {
        if (!isOver(error)) throw error;
        // If it wasn't a reader's wish, we were silent for too long and say the whole of it now.
        return appender.isStopped ? 'stopped' : replace(api, place, { text, content });
      }
    },
  };
}

/**
 * One that we opened before we died. What it says so far were other words than today's, so it is replaced at the end; what was
 * finished then is read already, and stays.
 */
function continued(api: BotApi, { messageId, message }: SendResult): MessageStream {
  const place = { conversationId: message.conversationId, messageId };
  const offset = textLength(message.content);
  const isOpen = message.stream === 'open';
  const alive = isOpen ? new Appender(offset, (at, none) => api.append(place, { offset: at, text: none })) : null;
  const stopping = new AbortController();
  let text = '';
  return {
    messageId,
    signal: alive?.signal ?? stopping.signal,
    append: (piece) => void (text += piece),
    abandon: () => alive?.abandon(),
    stop: () => (alive === null ? stopping.abort() : alive.stop()),
    finish: async (content = []) => {
      await alive?.close().catch(() => undefined);
      return message.stream === null ? 'finished' : replace(api, place, { text, content });
    },
  };
}

async function replace(
  api: BotApi,
  place: { conversationId: string; messageId: string },
  { text, content }: { text: string; content: InputBlock[] },
): Promise<MessageEnd> {
  try {
    await untilHeard(() => api.edit(place, [...withText<InputBlock>([], text.toWellFormed()), ...content]));
    return 'finished';
  } catch (error) {
    if (isOver(error)) return 'stopped';
    throw error;
  }
}

/** It isn't being written any more, or it isn't there. */
function isOver(error: unknown): boolean {
  return error instanceof BotApiError && (error.code === 'conflict' || error.code === 'not_found');
}
