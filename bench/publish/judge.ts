import type { Interval, Row } from '../figures.ts';

export interface Verdict {
  isAtGoal: boolean;
  /** How many times as good as it has to be: 1 is the goal, less is not yet. Null where the goal is nothing at all. */
  better: Interval | null;
}

/** Null for what has no goal. By the median, as it is shown. */
export function judge({ goal, held, what }: Row): Verdict | null {
  if (goal === '') return null;
  if (held === null) throw new Error(`"${what}" has a goal and no numbers that could be held against it`);
  const limit = Number(goal.slice('>= '.length));
  const shown = Math.round(held.median * 100) / 100;
  if (goal.startsWith('>=')) return { isAtGoal: shown >= limit, better: each(held, (value) => value / limit) };
  return { isAtGoal: shown <= limit, better: limit === 0 ? null : each(held, (value) => limit / value) };
}

/** Lower and higher stay what they are, whichever way the values turn. */
function each({ median, low, high }: Interval, turn: (value: number) => number): Interval {
  const [one, other] = [turn(low), turn(high)];
  return { median: turn(median), low: Math.min(one, other), high: Math.max(one, other) };
}
