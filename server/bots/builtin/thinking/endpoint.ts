import { OpenAI } from 'openai';
import { z } from 'zod';
import type { ModelEndpoint } from '#server/env.ts';
import type { Prompt } from './prompt.ts';
import { saveFileTool } from '../save-file.ts';
import { Silence } from './silence.ts';
import { ToolCalls, type ToolCall } from './tool-calls.ts';
import { Trouble } from './troubles.ts';

/** What comes of a question: words as they are said, and at the end what the model wants to do. */
export type Piece = { type: 'text'; text: string } | { type: 'thought' } | { type: 'call'; call: ToolCall };

const chunkSchema = z.object({
  choices: z.array(
    z.object({
      delta: z
        .object({
          // Some think in lists of parts; what they say is text.
          content: z.string().nullish().catch(null),
          tool_calls: z
            .array(
              z.object({
                index: z.number().nullish(),
                id: z.string().nullish(),
                function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
              }),
            )
            .nullish(),
        })
        .nullish(),
      finish_reason: z.string().nullish(),
    }),
  ),
});

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

  /** Throws a trouble, or what aborted it. */
  async *say(prompt: Prompt, { hasTools, signal }: { hasTools: boolean; signal: AbortSignal }): AsyncGenerator<Piece> {
    const silence = new Silence(this.#model.silenceMaxMs);
    const calls = new ToolCalls();
    let end: string | null = null;
    let hasText = false;
    let isHeard = false;
    try {
      const asked = { model: this.#model.name, messages: prompt, ...(hasTools ? { tools: [saveFileTool] } : {}) };
      const either = AbortSignal.any([signal, silence.signal]);
      const chunks = await this.#client.chat.completions.create({ ...asked, stream: true }, { signal: either });
      for await (const chunk of chunks) {
        silence.broken();
        const said = chunkSchema.safeParse(chunk);
        if (!said.success) throw new Trouble('nonsense');
        isHeard = true;
        const { delta, finish_reason: reason } = said.data.choices[0] ?? {};
        end = reason ?? end;
        calls.add(delta?.tool_calls ?? []);
        const text = delta?.content ?? '';
        if (text.trim() !== '') hasText = true;
        yield text === '' ? { type: 'thought' } : { type: 'text', text };
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
    if (end === null || end === 'error') throw new Trouble(isHeard ? 'cut' : 'nonsense');
    if (end === 'content_filter') throw new Trouble('filtered');
    if (end === 'length') throw new Trouble('room_used_up');
    const wanted = calls.all();
    if (!hasText && wanted.length === 0) throw new Trouble('empty');
    for (const call of wanted) yield { type: 'call', call };
  }
}
