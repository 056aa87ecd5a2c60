import { ulid } from 'ulid';
import type { Decision } from '#lib/contract/blocks.ts';
import { ask } from '#server/testing/ask.ts';
import type { Question } from '#server/testing/question.ts';
import type { Colleague } from '../company.ts';
import type { Chance } from '../seed.ts';

/** What somebody was told: the decision that they made, or the code of the refusal; null: nothing. */
export type Told = { resolutionId: string; value: Decision } | { code: string } | null;

export interface Deciding {
  person: Colleague;
  question: Question;
  value: Decision;
  operationId?: string;
}

export const values = ['allow-once', 'allow-always', 'deny'] as const;

/** As a page does. */
export async function decide(origin: string, { person, question, ...body }: Deciding): Promise<Told> {
  const url = `${origin}/api/trpc/messages.executeAction`;
  const answer = await ask('POST', url, { headers: person.headers, body: { ...question, ...body } }).catch(() => null);
  if (answer === null || answer.status >= 500) return null;
  if (answer.status !== 200) return { code: String(answer.code) };
  const { resolutionId, value } = answer.body.result.data.resolved as { resolutionId: string; value: Decision };
  return { resolutionId, value };
}

/** Until somebody answers: a person who was told nothing tries again, under the same id, wherever somebody listens. */
export async function decideUntilTold(origins: () => string, deciding: Deciding): Promise<Told> {
  const named = { operationId: ulid(), ...deciding };
  for (let tries = 0; tries < triesMax; tries++) {
    const told = await decide(origins(), named);
    if (told !== null) return told;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}

const triesMax = 500;

/** Enough to shuffle who is first. */
export async function late<T>(chance: Chance, work: () => Promise<T>, maxMs = 6): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, chance.fraction() * maxMs));
  return work();
}
