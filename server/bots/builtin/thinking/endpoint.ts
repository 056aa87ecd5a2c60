import { OpenAI } from 'openai';
import type { ModelEndpoint } from '#server/env.ts';
import type { Prompt } from './prompt.ts';
import { saveFileTool } from '../save-file.ts';
import { Reply } from './reply.ts';
import { Silence } from './silence.ts';
import type { ToolCall } from './tool-calls.ts';
import { Trouble } from './troubles.ts';

/** What comes of a question: words as they are said, and at the end what the model wants to do. */
export type Piece = { type: 'text'; text: string } | { type: 'call'; call: ToolCall };

/** A model, asked over the protocol that nearly all of them speak. One question is one request: who asks again is not this. */
export class Endpoint {
  readonly #client: OpenAI;
  readonly #model: ModelEndpoint;

  constructor(model: ModelEndpoint) {
    this.#model = model;
    this.#client = new OpenAI({
      baseURL: model.baseUrl,
      // It wants one to be made; without a key of ours the header is left out.
      apiKey: model.apiKey ?? 'none',
      ...(model.apiKey === null ? { defaultHeaders: { authorization: null } } : {}),
      // What other programs of this shell say in the environment is not meant for us.
      organization: null,
      project: null,
      logLevel: 'off',
      // Trying again is ours: a reader's stop ends the waiting, people see what is waited for, and a question may get shorter.
      maxRetries: 0,
      timeout: model.silenceMaxMs,
    });
  }

  /** As people are told of it: what thinks, and where. */
  get described(): { model: string; provider: string } {
    return { model: this.#model.name, provider: new URL(this.#model.baseUrl).host };
  }

  /** Throws a trouble, or what aborted it. */
  async *say(prompt: Prompt, { hasTools, signal }: { hasTools: boolean; signal: AbortSignal }): AsyncGenerator<Piece> {
    const silence = new Silence(this.#model.silenceMaxMs);
    const reply = new Reply();
    try {
      const asked = { model: this.#model.name, messages: prompt, ...(hasTools ? { tools: [saveFileTool] } : {}) };
      const either = AbortSignal.any([signal, silence.signal]);
      const chunks = await this.#client.chat.completions.create({ ...asked, stream: true }, { signal: either });
      for await (const chunk of chunks) {
        silence.broken();
        yield { type: 'text', text: reply.take(chunk) };
      }
    } catch (error) {
      signal.throwIfAborted();
      throw silence.signal.aborted ? new Trouble('silent') : error;
    } finally {
      silence.end();
    }
    // The library ends an aborted stream as if it had come to its end.
    signal.throwIfAborted();
    if (silence.signal.aborted) throw new Trouble('silent');
    for (const call of reply.end()) yield { type: 'call', call };
  }
}
