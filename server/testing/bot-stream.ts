import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { deliverySchema, type Delivery } from '#lib/contract/bots.ts';
import { until } from './until.ts';

export interface BotAccess {
  /** `…/bot/v1/sandboxes/<id>` */
  base: string;
  headers: Record<string, string>;
}

/** A stream of deliveries that remembers what it got. Acknowledges nothing and never comes back by itself. */
export class BotStream implements AsyncDisposable {
  readonly events: EventSourceMessage[] = [];
  readonly ended: Promise<void>;
  readonly #abort: AbortController;

  private constructor(body: ReadableStream<Uint8Array>, abort: AbortController) {
    this.#abort = abort;
    this.ended = this.#read(body);
  }

  static async open({ base, headers }: BotAccess): Promise<BotStream> {
    const abort = new AbortController();
    const response = await fetch(`${base}/events`, { headers, signal: abort.signal });
    if (response.status !== 200 || response.body === null)
      throw new Error(`the stream was refused: ${response.status}`);
    return new BotStream(response.body, abort);
  }

  get deliveries(): Delivery[] {
    return this.events
      .filter((event) => event.event !== 'stream.ended')
      .map((event) => deliverySchema.parse(JSON.parse(event.data)));
  }

  get texts(): string[] {
    return this.deliveries.map((delivery) => (delivery.type === 'message.created' ? delivery.text : delivery.type));
  }

  /** The first delivery of this text, now or when it comes. */
  async next(text: string): Promise<Delivery> {
    return until(() => this.deliveries[this.texts.indexOf(text)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({ onEvent: (event) => this.events.push(event) });
    try {
      const decoder = new TextDecoder();
      for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    }
  }
}
