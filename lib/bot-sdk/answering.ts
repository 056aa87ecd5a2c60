import type { Delivery } from '../contract/bots.ts';
import { answerId } from './answer-id.ts';
import { BotApiError, type BotApi, type BotFile } from './api.ts';
import { ask, type Answer, type Question } from './ask.ts';
import { openMessage, type MessageStream } from './message-stream.ts';
import { Typing } from './typing.ts';
import { untilHeard } from './until-heard.ts';
import type { Waiting } from './waiting.ts';

export type NewFile = Pick<BotFile, 'filename' | 'mimeType' | 'bytes'>;

/** How a bot answers what it was just told, in the conversation in which it was. */
export interface Answering {
  /** However often it was told, people read the answer once. */
  reply(text: string, more?: { files?: NewFile[]; inReplyToMessageId?: string }): Promise<void>;
  /** The same, written while people read. What is left unfinished when the delivery is handled is abandoned. */
  stream(): Promise<MessageStream>;
  /** Asks whether it may do something, and waits for the answer. */
  ask(question: Question): Promise<Answer>;
  /** Says what it is at, in a few words, until it answers or is done. */
  typing(activity?: string): void;
  /** Aborts when the bot is closing. What then throws this signal's reason is told again to whoever comes next. */
  signal: AbortSignal;
}

export interface Told {
  delivery: Delivery;
  /** Where it is told of decisions. */
  waiting: Waiting;
  /** There is no more use in answering. */
  signal: AbortSignal;
}

/** The answers to one delivery; `end` when it is handled. */
export function answeringTo(api: BotApi, { delivery, waiting, signal }: Told): { answering: Answering; end(): void } {
  const { conversationId } = delivery;
  const answersTo = subjectOf(delivery);
  const typing = new Typing({
    say: (activity) => api.sayTyping(conversationId, activity),
    stop: () => api.stopTyping(conversationId),
  });
  const streams: { stream: MessageStream; forget: () => void }[] = [];
  let count = 0;
  const answering: Answering = {
    reply: async (text, { files = [], ...more } = {}) => {
      typing.answered();
      const clientId = await answerId(answersTo, count++);
      const attached = await Promise.all(
        files.map((file, at) =>
          untilHeard(() => api.upload({ ...file, conversationId, idempotencyKey: `${clientId}-${at}` }), signal),
        ),
      );
      await once(() =>
        untilHeard(() => api.send({ conversationId, text, files: attached, clientId, ...more }), signal),
      );
    },
    stream: async () => {
      typing.answered();
      const stream = await openMessage(api, { conversationId, clientId: await answerId(answersTo, count++) });
      streams.push({ stream, forget: waiting.addWriter(stream.messageId, () => stream.stop()) });
      return stream;
    },
    ask: (question) => {
      typing.answered();
      return ask(api, question, { conversationId, answersTo, number: count++, waiting, signal });
    },
    typing: (activity) => typing.begin(activity),
    signal,
  };
  return {
    answering,
    end: () => {
      typing.end();
      for (const { stream, forget } of streams) {
        forget();
        stream.abandon();
      }
    },
  };
}

/** Not the delivery itself, if it can be told otherwise: that is made anew when a consumer's cursor is set back. */
function subjectOf(delivery: Delivery): string {
  if (delivery.type === 'message.created') return delivery.messageId;
  if (delivery.type === 'conversation.created') return delivery.conversationId;
  return delivery.type === 'action.executed' ? delivery.resolutionId : delivery.id;
}

/** It was answered before, in other words than today's. */
async function once(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof BotApiError && error.code === 'client_id_reused')) throw error;
  }
}
