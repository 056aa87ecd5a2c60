import type { Delivery } from '#lib/contract/bots.ts';
import type { Receiver } from '#server/testing/receiver.ts';
import type { Chance } from '../seed.ts';

/** What an endpoint may be like. */
export const moods = ['down', 'flapping', 'slow', 'busy', 'gone', 'refusing'] as const;
export type Mood = (typeof moods)[number];

type Behaviour = ReturnType<Receiver['behave']>;

export function behaviourOf(mood: Mood, delivery: Delivery, { chance, now }: { chance: Chance; now: Date }): Behaviour {
  switch (mood) {
    case 'down':
      return 503;
    case 'flapping':
      return chance.one<Behaviour>([200, 200, 500, 502, (res) => void res.destroy()]);
    case 'slow':
      return (res) => void setTimeout(() => res.end(), chance.below(60));
    case 'busy':
      return chance.fraction() < 0.5 ? 200 : tooMuch(chance, now);
    case 'gone':
      return chance.fraction() < 0.3 ? 410 : 200;
    case 'refusing':
      return isDisliked(delivery) ? 422 : 200;
  }
}

/** Seconds or a date, as servers have it. */
function tooMuch(chance: Chance, now: Date): Behaviour {
  const seconds = 1 + chance.below(3_600);
  const date = new Date(now.getTime() + seconds * 1_000).toUTCString();
  return chance.one<Behaviour>([
    { status: 429, headers: { 'retry-after': String(seconds) } },
    { status: 503, headers: { 'retry-after': date } },
  ]);
}

/** A few of all messages, always the same ones. */
export function isDisliked(delivery: Delivery): boolean {
  return delivery.type === 'message.created' && /[05]$/.test(delivery.text);
}
