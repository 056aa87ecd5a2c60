import { z } from 'zod';
import { Thoughts } from './thoughts.ts';
import { ToolCalls, type ToolCall } from './tool-calls.ts';
import { Trouble } from './troubles.ts';

/** Of what comes, what we read; everything else differs from server to server. */
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

/** One reply of a model, as it comes, and whether it was one in the end. */
export class Reply {
  readonly #thoughts = new Thoughts();
  readonly #calls = new ToolCalls();
  #isHeard = false;
  #hasText = false;
  /** Why it ended, in the model's word. */
  #reason: string | null = null;

  /** What is said by this piece of it; often nothing. */
  take(chunk: unknown): string {
    const read = chunkSchema.safeParse(chunk);
    if (!read.success) throw new Trouble('nonsense');
    this.#isHeard = true;
    const { delta, finish_reason: reason } = read.data.choices[0] ?? {};
    this.#reason = reason ?? this.#reason;
    this.#calls.add(delta?.tool_calls ?? []);
    const said = this.#thoughts.spoken(delta?.content ?? '');
    const text = this.#reason === null ? said : said + this.#thoughts.rest();
    this.#hasText ||= text.trim() !== '';
    return text;
  }

  /** What it wants to do. Throws when that wasn't all, or wasn't anything. */
  end(): ToolCall[] {
    if (this.#reason === null) throw new Trouble(this.#isHeard ? 'cut' : 'nonsense');
    if (this.#reason === 'error') throw new Trouble('cut');
    if (this.#reason === 'content_filter') throw new Trouble('filtered');
    if (this.#reason === 'length') throw new Trouble('room_used_up');
    const calls = this.#calls.all();
    if (!this.#hasText && calls.length === 0) throw new Trouble('empty');
    return calls;
  }
}
