import { pause } from '#lib/bot-sdk/until-heard.ts';
import { backoffMs } from '#lib/realtime/backoff.ts';
import type { Endpoint } from './endpoint.ts';
import type { Prompt } from './prompt.ts';
import type { ToolCall } from './tool-calls.ts';
import { troubleOf, type Trouble, type TroubleKind } from './troubles.ts';

export interface Question {
  /** The prompt with this share of the conversation that should fit, 1 for all of it. Null: there is nothing to ask. */
  prompt(share: number, hasTools: boolean): Promise<Prompt | null>;
  hasTools: boolean;
  /** Nobody wants the answer any more. */
  signal: AbortSignal;
  onText(text: string): void;
  /** It goes on trying, and this is what it is at. */
  onWait(activity: string): void;
  onTrouble(trouble: Trouble): void;
}

export interface Outcome {
  hasText: boolean;
  calls: ToolCall[];
  trouble: Trouble | null;
  /** As it was asked the last time. */
  hasTools: boolean;
}

/** How often it is asked in all. */
const triesMax: Partial<Record<TroubleKind, number>> = {
  unreachable: 4,
  busy: 4,
  broken: 4,
  cut: 3,
  too_long: 4,
  nonsense: 2,
  empty: 2,
  no_tools: 2,
};

/** Who wants to be left alone for longer is taken at their word, and people are told. */
const waitMaxMs = 60_000;

/**
 * Asks a model until it answers or there is no use in it. Once it has said a word nothing is asked again: what people have read
 * stays, and its end is said in words.
 */
export async function askModel(endpoint: Endpoint, question: Question): Promise<Outcome> {
  const { signal, onText } = question;
  let { hasTools } = question;
  let share = 1;
  for (let tries = 1; ; tries++) {
    const prompt = await question.prompt(share, hasTools);
    if (prompt === null) return { hasText: false, calls: [], trouble: null, hasTools };
    const calls: ToolCall[] = [];
    let hasText = false;
    try {
      for await (const piece of endpoint.say(prompt, { hasTools, signal })) {
        if (piece.type === 'call') calls.push(piece.call);
        else if (piece.text !== '') onText(piece.text);
        hasText ||= piece.type === 'text' && piece.text.trim() !== '';
      }
      return { hasText, calls, trouble: null, hasTools };
    } catch (error) {
      signal.throwIfAborted();
      const trouble = troubleOf(error);
      question.onTrouble(trouble);
      if (hasText || !isWorthAnother(trouble, tries)) return { hasText, calls: [], trouble, hasTools };
      if (trouble.kind === 'too_long') share /= 2;
      else if (trouble.kind === 'no_tools') hasTools = false;
      else await wait(trouble, tries, question);
    }
  }
}

function isWorthAnother({ kind, retryAfterMs }: Trouble, tries: number): boolean {
  return tries < (triesMax[kind] ?? 1) && (retryAfterMs ?? 0) <= waitMaxMs;
}

async function wait({ kind, retryAfterMs }: Trouble, tries: number, { signal, onWait }: Question): Promise<void> {
  onWait(kind === 'busy' ? 'waiting for the model, which is busy' : 'trying to reach the model again');
  await pause(retryAfterMs ?? backoffMs(tries), signal);
  signal.throwIfAborted();
}
