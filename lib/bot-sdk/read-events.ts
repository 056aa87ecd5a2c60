export interface ServerSentEvent {
  /** Null: it has no name of its own. */
  event: string | null;
  data: string;
}

/** The server pings every 15 s: three missed ones are a dead line that nobody has closed. */
const silenceMaxMs = 45_000;

/** The events of a stream as they arrive. Ends with the stream; throws when the line is dead. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const lines = new EventLines();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read());
      if (done) return;
      yield* lines.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Of what an event can have, its name and its data. Where the text was cut on its way doesn't matter. */
class EventLines {
  #rest = '';
  #isAfterCr = false;
  #event: string | null = null;
  #data: string[] = [];

  *feed(text: string): Generator<ServerSentEvent> {
    if (text === '') return;
    // The line that it belongs to has ended with the CR before it.
    const more = this.#isAfterCr && text.startsWith('\n') ? text.slice(1) : text;
    this.#isAfterCr = more.endsWith('\r');
    const lines = (this.#rest + more).split(/\r\n|\n|\r/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') this.#take(line);
      else yield* this.#end();
    }
  }

  #take(line: string): void {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event') this.#event = value;
    if (name === 'data') this.#data.push(value);
  }

  *#end(): Generator<ServerSentEvent> {
    const [event, data] = [this.#event, this.#data];
    this.#event = null;
    this.#data = [];
    if (data.length > 0) yield { event, data: data.join('\n') };
  }
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the stream has gone silent')), silenceMaxMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
