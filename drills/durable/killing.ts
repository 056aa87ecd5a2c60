import { setTimeout as sleep } from 'node:timers/promises';
import { count, type Report } from '../report.ts';
import type { Chance } from '../seed.ts';
import type { AcknowledgedSends } from './acknowledged.ts';
import type { Home } from './home.ts';
import { strike, strikes } from './strikes.ts';

export interface Killing {
  report: Report;
  chance: Chance;
  acknowledged: AcknowledgedSends;
  /** How many there will be. */
  sends: number;
  /** How often each kind of thing is killed. */
  kills: number;
  patienceMs: number;
}

/**
 * Spread over all that is written, in an order and at moments that the seed knows. Answers how long it was after each until
 * somebody was told again that something is stored, in seconds.
 */
export async function killAgainAndAgain(home: Home, killing: Killing): Promise<number[]> {
  const { chance, acknowledged, sends, kills, patienceMs } = killing;
  const plan = shuffled(
    strikes.flatMap((what) => Array.from({ length: kills }, () => what)),
    chance,
  );
  // The last one still has something to disturb.
  const apart = Math.floor(sends / (plan.length + 1));
  const waits: number[] = [];
  for (const [n, what] of plan.entries()) {
    const due = n * apart + Math.floor(apart / 2) + chance.below(Math.ceil(apart / 2));
    if (!(await acknowledged.reach(due, patienceMs))) break;
    await sleep(chance.below(20));
    const struckMs = performance.now();
    waits.push(await recover(home, { struck: await strike(home, what), struckMs }, killing));
  }
  return waits;
}

interface Blow {
  struck: string;
  struckMs: number;
}

async function recover(home: Home, blow: Blow, { report, acknowledged, patienceMs }: Killing): Promise<number> {
  const { struck, struckMs } = blow;
  count(report, `kills: ${struck}`);
  const isBack = await acknowledged.goOn(struckMs, patienceMs);
  if (!isBack) report.broken.push(`after a kill (${struck}) nobody was told any more that something is stored`);
  if (home.isRunning) return (performance.now() - struckMs) / 1_000;
  report.broken.push(`after a kill (${struck}) the app ended by itself:\n${home.lastWords}`);
  await home.start();
  return (performance.now() - struckMs) / 1_000;
}

function shuffled<T>(all: T[], chance: Chance): T[] {
  return all
    .map((one) => ({ one, at: chance.fraction() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
