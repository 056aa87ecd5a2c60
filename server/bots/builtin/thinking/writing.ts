import type { MessageStream } from '#lib/bot-sdk/message-stream.ts';
import { streamedTextMax } from '#lib/contract/limits.ts';

/** For a last sentence. */
const reserve = 1_000;

/**
 * What a model says, as the text of one message: no longer than that may be, without the blank lines that many begin with, and
 * without what no message can hold.
 */
export class Writing {
  readonly #stream: MessageStream;
  readonly #full = new AbortController();
  #length = 0;
  /** The first half of a character whose second has not come. */
  #half = '';

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
    const [whole, half] = splitHalf(this.#half + text.replaceAll('\0', ''));
    this.#half = half;
    const room = streamedTextMax - reserve - this.#length;
    this.#say((this.isEmpty ? whole.trimStart() : whole).slice(0, room));
    if (whole.length >= room) this.#full.abort();
  }

  /** In words of our own, apart from the model's. */
  note(sentence: string): void {
    this.#say(this.isEmpty ? sentence : `\n\n${sentence}`);
  }

  /** Nobody wanted more, or there was no room: a message must say something. */
  close(sentence: string | null): void {
    if (sentence !== null) this.note(sentence);
    else if (this.isEmpty) this.note('I stopped before I had said anything.');
  }

  #say(text: string): void {
    const said = text.toWellFormed();
    this.#length += said.length;
    this.#stream.append(said);
  }
}

function splitHalf(text: string): [whole: string, half: string] {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00 ? [text.slice(0, -1), text.slice(-1)] : [text, ''];
}
