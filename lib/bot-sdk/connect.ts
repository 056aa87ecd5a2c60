import type { z } from 'zod';
import { deliverySchema, streamEndSchema, type botStatusInputSchema, type Delivery } from '../contract/bots.ts';
import type { ConversationPage, SendResult } from '../contract/chat.ts';
import { backoffMs } from '../realtime/backoff.ts';
import { Acknowledger } from './acknowledger.ts';
import { answerId } from './answer-id.ts';
import { BotApi, BotApiError, type BotAddress, type BotMessage } from './api.ts';
import { openMessage, type MessageStream, type OpeningMessage } from './message-stream.ts';
import { readEvents } from './read-events.ts';

/** How a bot answers what it was just told. */
export interface Answering {
  /** Sends into the delivery's conversation. However often the delivery comes again, people read the answer once. */
  reply(text: string): Promise<void>;
  /** The same, written while people read. What is left unfinished when the delivery is handled is abandoned. */
  stream(): Promise<MessageStream>;
}

export interface BotOptions extends BotAddress {
  /** The delivery is acknowledged when this succeeds, and comes again when it throws or the process dies before. */
  onDelivery(delivery: Delivery, answering: Answering): Promise<void> | void;
  /** The stream is open: this bot is online. */
  onOpen?(): void;
  /** Something failed that will be tried again. */
  onError?(error: unknown): void;
}

/** `closed`: by this side. `replaced`: another connection of this bot took over. `refused`: the key is no good (any more). */
export type BotEnd = 'closed' | 'replaced' | 'refused';

export interface BotConnection {
  send(message: BotMessage): Promise<SendResult>;
  stream(message: OpeningMessage): Promise<MessageStream>;
  listConversations(page?: { limit?: number; cursor?: string }): Promise<ConversationPage>;
  setStatus(status: z.infer<typeof botStatusInputSchema>): Promise<unknown>;
  /** Takes nothing new, waits for handlers that are at work, and acknowledges what they did. */
  close(): Promise<void>;
  /** Resolves when it will not connect again, and why. */
  ended: Promise<BotEnd>;
}

/**
 * Keeps a bot connected: opens the stream, hands over deliveries, acknowledges, and comes back after whatever happens.
 * Within a conversation deliveries come one after the other; different conversations are handled at the same time.
 */
export function connectBot(options: BotOptions): BotConnection {
  const api = new BotApi(options);
  const inbox = new Inbox(api, options);
  const closing = new AbortController();
  const ended = stayConnected(api, inbox, { options, signal: closing.signal });
  return {
    send: (message) => api.send(message),
    stream: (message) => openMessage(api, message),
    listConversations: (page) => api.listConversations(page),
    setStatus: (status) => api.setStatus(status),
    close: async () => {
      closing.abort();
      await ended;
      await inbox.close();
    },
    ended,
  };
}

interface Staying {
  options: BotOptions;
  signal: AbortSignal;
}

async function stayConnected(api: BotApi, inbox: Inbox, { options, signal }: Staying): Promise<BotEnd> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const end = await readOnce(api, inbox, {
        signal,
        onOpen: () => {
          attempt = 0;
          options.onOpen?.();
        },
      });
      if (end === 'replaced') return 'replaced';
      if (end === 'revoked') return 'refused';
    } catch (error) {
      if (signal.aborted) return 'closed';
      if (isFinal(error)) return 'refused';
      options.onError?.(error);
    }
    await pause(backoffMs(attempt), signal);
  }
  return 'closed';
}

/** Null: the stream ended without a word, or the server stops; both are worth coming back for. */
async function readOnce(
  api: BotApi,
  inbox: Inbox,
  { signal, onOpen }: { signal: AbortSignal; onOpen: () => void },
): Promise<'replaced' | 'revoked' | null> {
  const body = await api.events(signal);
  onOpen();
  for await (const { event, data } of readEvents(body)) {
    if (signal.aborted) return null;
    const told: unknown = JSON.parse(data);
    if (event === 'stream.ended') {
      const { reason } = told as { reason?: unknown };
      const end = streamEndSchema.safeParse(reason);
      return end.success && end.data !== 'draining' ? end.data : null;
    }
    // A kind of delivery that this version doesn't know is left to one that does.
    const delivery = deliverySchema.safeParse(told);
    if (delivery.success) inbox.take(delivery.data);
  }
  return null;
}

/** A key that is refused stays refused; asking again would only look like an attack. */
function isFinal(error: unknown): boolean {
  return error instanceof BotApiError && [401, 403, 404].includes(error.status);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Far more than a server has on the way to one bot; older ones were acknowledged long ago. */
const rememberedMax = 10_000;

/** Handles each delivery once, however often it comes. */
class Inbox {
  readonly #api: BotApi;
  readonly #options: BotOptions;
  readonly #acknowledger: Acknowledger;
  readonly #atWork = new Map<string, Promise<void>>();
  readonly #done = new Set<string>();

  constructor(api: BotApi, options: BotOptions) {
    this.#api = api;
    this.#options = options;
    this.#acknowledger = new Acknowledger((ids) => api.acknowledge(ids));
  }

  take(delivery: Delivery): void {
    const { id } = delivery;
    // It came again because its acknowledgement was lost or late, so that is what is repeated.
    if (this.#done.has(id)) return this.#acknowledger.add(id);
    if (this.#atWork.has(id)) return;
    this.#atWork.set(
      id,
      this.#handle(delivery).finally(() => this.#atWork.delete(id)),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#atWork.values());
    await this.#acknowledger.close();
  }

  async #handle(delivery: Delivery): Promise<void> {
    const streams: MessageStream[] = [];
    try {
      await this.#options.onDelivery(delivery, answering(this.#api, delivery, streams));
    } catch (error) {
      return this.#options.onError?.(error);
    } finally {
      for (const stream of streams) stream.abandon();
    }
    this.#remember(delivery.id);
    this.#acknowledger.add(delivery.id);
  }

  #remember(id: string): void {
    this.#done.add(id);
    const [oldest] = this.#done;
    if (this.#done.size > rememberedMax && oldest !== undefined) this.#done.delete(oldest);
  }
}

function answering(api: BotApi, delivery: Delivery, streams: MessageStream[]): Answering {
  const { conversationId } = delivery;
  // Of what is answered, not of the delivery: that is made anew when a consumer's cursor is set back.
  const answersTo = delivery.type === 'message.created' ? delivery.messageId : conversationId;
  let count = 0;
  return {
    reply: async (text) => {
      const clientId = await answerId(answersTo, count++);
      try {
        await api.send({ conversationId, text, clientId });
      } catch (error) {
        // It was answered before, in other words than today's.
        if (!(error instanceof BotApiError && error.code === 'client_id_reused')) throw error;
      }
    },
    stream: async () => {
      const stream = await openMessage(api, { conversationId, clientId: await answerId(answersTo, count++) });
      streams.push(stream);
      return stream;
    },
  };
}
