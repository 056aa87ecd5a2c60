import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { downFrameSchema, type DownFrame } from '#lib/protocol/down.ts';
import { until } from './until.ts';

/** A reader of a conversation's event stream that remembers what it got and never comes back by itself. */
export class TestEventSource {
  readonly messages: EventSourceMessage[] = [];
  /** What the server asked to wait before the next try. */
  retryMs: number | null = null;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  readonly #abort: AbortController;

  private constructor(body: ReadableStream<Uint8Array>, abort: AbortController) {
    this.#abort = abort;
    this.ended = this.#read(body);
  }

  static async open(url: string, headers: Record<string, string>): Promise<TestEventSource> {
    const abort = new AbortController();
    const response = await fetch(url, { headers, signal: abort.signal });
    if (response.status !== 200 || response.body === null) throw new Error(`refused: ${response.status}`);
    return new TestEventSource(response.body, abort);
  }

  get frames(): DownFrame[] {
    return this.messages.map(({ data }) => downFrameSchema.parse(JSON.parse(data)));
  }

  get names(): string[] {
    return this.frames.map((frame) => (frame.type === 'event' ? frame.event : frame.type));
  }

  get lastEventId(): string | undefined {
    return this.messages.findLast(({ id }) => id !== undefined)?.id;
  }

  async until(holds: () => boolean): Promise<void> {
    await until(holds);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const parser = createParser({
      onEvent: (event) => this.messages.push(event),
      onRetry: (ms) => (this.retryMs = ms),
    });
    const decoder = new TextDecoder();
    try {
      for await (const bytes of body) parser.feed(decoder.decode(bytes, { stream: true }));
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    }
  }
}
