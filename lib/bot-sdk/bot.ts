import type { Delivery, DeliveryType, Subscribable } from '../contract/bots.ts';
import { BotApi } from './api.ts';
import type { Answering } from './answering.ts';
import { addressOf, type BotAddress, type BotSettings } from './bot-address.ts';
import { connectBot, type BotConnection, type BotEnd } from './connect.ts';
import type { Receiver } from './inbox.ts';
import { incomingMessage, type IncomingMessage } from './incoming-message.ts';
import { receiveWebhooks, type WebhookReceiver } from './webhook.ts';

type Others = Exclude<DeliveryType, 'message.created'>;

/** What a bot can listen for: what people write, whatever else it is told, and how it fares. */
export type BotHandlers = {
  message(message: IncomingMessage): unknown;
  /** The stream is open: people see the bot as online. */
  open(): unknown;
  /** Something failed. Without a handler it is written to the console. */
  error(error: unknown): unknown;
} & { [Type in Others]: (delivery: Extract<Delivery, { type: Type }>, answering: Answering) => unknown };

export interface Bot {
  /**
   * One handler each; a newer one takes the place of the older. With the first the bot connects, at the end of the turn, and
   * stays connected. Within a conversation its handlers run one after the other, and the next waits until this one is done.
   */
  on<Name extends keyof BotHandlers>(name: Name, handler: BotHandlers[Name]): Bot;
  /** Takes deliveries by request, from now on and instead of connecting. The secret, or both while it is being replaced. */
  webhook(by: { secret: string | readonly string[] }): (request: Request) => Promise<Response>;
  /** The bot API, for what isn't an answer. */
  api: BotApi;
  /** Takes nothing new and waits for handlers that are at work; who waits for a decision stops. */
  close(): Promise<void>;
  /** Resolves when it will not connect again, and why. */
  ended: Promise<BotEnd>;
}

/** `bot({ url, key }).on('message', (m) => m.reply('Hello'))` is a bot. */
export function bot(settings: BotSettings): Bot {
  return new ListeningBot(addressOf(settings));
}

class ListeningBot implements Bot {
  readonly api: BotApi;
  readonly ended: Promise<BotEnd>;
  readonly #address: BotAddress;
  readonly #handlers: Partial<BotHandlers> = {};
  #end: (end: BotEnd) => void = () => undefined;
  #connection: BotConnection | null = null;
  #webhooks: WebhookReceiver | null = null;
  #isClosed = false;
  /** To how many of what is told only to those who ask. */
  #subscribed = 0;

  constructor(address: BotAddress) {
    this.#address = address;
    this.api = new BotApi(address);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  on<Name extends keyof BotHandlers>(name: Name, handler: BotHandlers[Name]): Bot {
    this.#handlers[name] = handler as Partial<BotHandlers>[Name];
    // Not at once: what else it listens for, or by what way, is said in the same breath.
    queueMicrotask(() => {
      this.#connect();
      this.#subscribe();
    });
    return this;
  }

  webhook({ secret }: { secret: string | readonly string[] }): (request: Request) => Promise<Response> {
    const secrets = typeof secret === 'string' ? [secret] : secret;
    const webhooks = receiveWebhooks({ ...this.#address, ...this.#receiver(), secrets });
    this.#webhooks = webhooks;
    void this.#connection?.close();
    return (request) => webhooks.handle(request);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#connection?.close(), this.#webhooks?.close()]);
    this.#end('closed');
  }

  #connect(): void {
    if (this.#isClosed || this.#webhooks !== null || this.#connection !== null) return;
    const onOpen = () => {
      this.#subscribe();
      this.#handlers.open?.();
    };
    const connection = connectBot({ ...this.#address, ...this.#receiver(), onOpen });
    this.#connection = connection;
    void connection.ended.then((end) => {
      if (end !== 'closed') this.#fail(new Error(endings[end]));
      if (this.#webhooks === null) this.#end(end);
    });
  }

  /** The server keeps it: said once, and again when there is more that it listens for, or when it couldn't be said. */
  #subscribe(): void {
    const types = subscribable.filter((type) => this.#handlers[type] !== undefined);
    if (this.#isClosed || types.length === this.#subscribed) return;
    this.#subscribed = types.length;
    this.api.subscribe(types).catch((error: unknown) => {
      this.#subscribed = 0;
      this.#fail(error);
    });
  }

  #receiver(): Receiver {
    return {
      onDelivery: async (delivery, answering) => {
        await this.#tell(delivery, answering);
      },
      listensFor: (type) => this.#handlers[type === 'message.created' ? 'message' : type] !== undefined,
      onError: (error) => this.#fail(error),
    };
  }

  /** What nobody listens for is done with as soon as it comes. */
  #tell(delivery: Delivery, answering: Answering): unknown {
    if (delivery.type === 'message.created') {
      return this.#handlers.message?.(incomingMessage(this.api, delivery, answering));
    }
    const handler = this.#handlers[delivery.type] as ((told: Delivery, answering: Answering) => unknown) | undefined;
    return handler?.(delivery, answering);
  }

  #fail(error: unknown): void {
    if (this.#handlers.error !== undefined) this.#handlers.error(error);
    // oxlint-disable-next-line eslint/no-console -- where the one who writes a bot looks first
    else console.error(error);
  }
}

const subscribable: readonly Subscribable[] = ['message.updated', 'message.deleted', 'reaction.added'];

const endings = {
  replaced: 'Another connection of this bot has taken over, so this one stays away.',
  refused: 'The key or the address of this bot was refused, so it stays away.',
};
