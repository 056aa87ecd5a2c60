import type { MessageStream } from '#lib/bot-sdk/message-stream.ts';
import { streamedTextMax } from '#lib/contract/limits.ts';

/** For a last sentence. */
const reserve = 1_000;

/** What a model says, as the text of one message: without the blank lines that many begin with, and no longer than it may be. */
export class Writing {
  readonly #stream: MessageStream;
  readonly #full = new AbortController();
  #length = 0;

  constructor(stream: MessageStream) {
    this.#stream = stream;
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Aborts when no more fits. */
  get full(): AbortSignal {
    return this.#full.signal;
  }

  add(text: string): void {
    const room = streamedTextMax - reserve - this.#length;
    const said = (this.isEmpty ? text.trimStart() : text).slice(0, room);
    this.#length += said.length;
    this.#stream.append(said);
    if (said.length === room) this.#full.abort();
  }

  /** In words of our own, apart from the model's. */
  note(sentence: string): void {
    this.#stream.append(this.isEmpty ? sentence : `\n\n${sentence}`);
    this.#length += sentence.length;
  }

  /** Nobody wanted more, or there was no room: a message must say something. */
  close(sentence: string | null): void {
    if (sentence !== null) this.note(sentence);
    else if (this.isEmpty) this.note('I stopped before I had said anything.');
  }
}
