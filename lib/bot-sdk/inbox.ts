import type { Delivery, DeliveryType } from '../contract/bots.ts';
import { answeringTo, type Answering } from './answering.ts';
import type { BotApi } from './api.ts';
import { Waiting } from './waiting.ts';

/** What a bot does with what it is told, whichever way that comes. */
export interface Receiver {
  onDelivery(delivery: Delivery, answering: Answering): Promise<void> | void;
  /** Whether it wants these at all. Without it: every one. */
  listensFor?(type: DeliveryType): boolean;
  /** Something failed that will be tried again, or, of a webhook, a handler that won't. */
  onError?(error: unknown): void;
}

export interface InboxOptions {
  receiver: Receiver;
  /** It is closing: who waits for something stops. */
  signal: AbortSignal;
  /** It has been handled, now or before: say so. Null: that was said when it came, so a failure is final. */
  acknowledge: ((id: string) => void) | null;
}

/** Far more than a server has on the way to one bot; older ones were acknowledged long ago. */
const rememberedMax = 10_000;

/** A handler that is at work may be waiting for just these. */
const urgent: ReadonlySet<DeliveryType> = new Set(['action.executed', 'message.stop_requested']);

/**
 * Handles each delivery once, however often it comes. Within a conversation they are handled one after the other, different
 * conversations at the same time.
 */
export class Inbox {
  readonly #api: BotApi;
  readonly #options: InboxOptions;
  /** The newest of each. */
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #atWork = new Map<string, Promise<void>>();
  readonly #done = new Set<string>();
  readonly #waiting = new Waiting();

  constructor(api: BotApi, options: InboxOptions) {
    this.#api = api;
    this.#options = options;
  }

  /** How many are not handled yet. */
  get size(): number {
    return this.#atWork.size;
  }

  /** False: it is not for this process, and may come again. */
  take(delivery: Delivery): boolean {
    this.#waiting.tell(delivery);
    if (this.#isForeign(delivery)) return false;
    // It came again because its acknowledgement was lost or late, so that is what is repeated.
    if (this.#done.has(delivery.id)) this.#options.acknowledge?.(delivery.id);
    else if (!this.#atWork.has(delivery.id)) this.#begin(delivery);
    return true;
  }

  /** When all that it took is handled. */
  async close(): Promise<void> {
    await Promise.all(this.#atWork.values());
  }

  /**
   * A decision on what nobody here has asked: this process began later, and will ask again soon, or never. Acknowledged, it
   * would look as if something came of it.
   */
  #isForeign(delivery: Delivery): boolean {
    const isHeard = this.#options.receiver.listensFor?.(delivery.type) ?? true;
    return delivery.type === 'action.executed' && !isHeard && !this.#waiting.knows(delivery.groupId);
  }

  #begin(delivery: Delivery): void {
    const lane = laneOf(delivery);
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const work = before.then(() => this.#handle(delivery)).finally(() => this.#leave(delivery, work));
    this.#lanes.set(lane, work);
    this.#atWork.set(delivery.id, work);
  }

  #leave(delivery: Delivery, work: Promise<void>): void {
    const lane = laneOf(delivery);
    this.#atWork.delete(delivery.id);
    if (this.#lanes.get(lane) === work) this.#lanes.delete(lane);
  }

  async #handle(delivery: Delivery): Promise<void> {
    const { receiver, signal, acknowledge } = this.#options;
    const { answering, end } = answeringTo(this.#api, { delivery, waiting: this.#waiting, signal });
    try {
      await receiver.onDelivery(delivery, answering);
      this.#remember(delivery.id);
      acknowledge?.(delivery.id);
    } catch (error) {
      if (acknowledge === null) this.#remember(delivery.id);
      if (error !== signal.reason || !signal.aborted) receiver.onError?.(error);
    } finally {
      end();
    }
  }

  #remember(id: string): void {
    this.#done.add(id);
    const [oldest] = this.#done;
    if (this.#done.size > rememberedMax && oldest !== undefined) this.#done.delete(oldest);
  }
}

function laneOf({ id, type, conversationId }: Delivery): string {
  return urgent.has(type) ? id : conversationId;
}
