import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '#server/testing/ask.ts';
import { startTestRedis } from '#server/testing/redis.ts';
import { actNames, prepare, type Act } from './repeated/acts.ts';
import { expectedOf, lookFor } from './repeated/found.ts';
import { openHouse, type House } from './repeated/house.ts';
import type { Ground } from './ground.ts';
import { count, emptyReport, type Report } from './report.ts';
import { chanceOf, type Chance } from './seed.ts';

export interface SameClientIdOptions {
  ground: Ground;
  seed: number;
  rounds: number;
}

/** What carries an id of the caller's own is sent so often at once. */
const atOnce = 5;
/** So many rounds live in one installation and through one day. */
const roundsEach = 100;
/** The turns of the event loop that one may be behind the others: enough to shuffle who is first. */
const turnsMax = 4;

/**
 * Messages, reactions and decisions that are sent five times at once under one id, to one node or to both of two, and five
 * times more a day later, when all that sweeps has swept. Whatever could be there twice is counted where it would be.
 */
export async function sameClientId({ ground, seed, rounds }: SameClientIdOptions): Promise<Report> {
  const report = emptyReport();
  await using redis = await startTestRedis();
  for (let done = 0; done < rounds; done += roundsEach) {
    await using house = await openHouse(ground, redis.url);
    const size = Math.min(roundsEach, rounds - done);
    await playDay(house, report, { chance: chanceOf(seed * 100_003 + done), size });
  }
  return report;
}

interface Day {
  chance: Chance;
  size: number;
}

async function playDay(house: House, report: Report, { chance, size }: Day): Promise<void> {
  const acts: Act[] = [];
  for (let n = 0; n < size; n++) acts.push(await prepare(house, chance.one(actNames)));
  // What was asked before it is decided is told first.
  await house.settle();
  const made = new Map<Act, string>();
  for (const act of acts)
    made.set(act, tellFive(report, act, { answers: await sendFive(house, chance, act), before: null }));
  await house.settle();
  for (const act of acts) await judge(house, report, { act, when: 'at once' });
  await house.passDay();
  for (const act of acts) {
    const answers = await sendFive(house, chance, act);
    tellFive(report, act, { answers, before: made.get(act) ?? null });
  }
  await house.settle();
  for (const act of acts) await judge(house, report, { act, when: 'a day later' });
  for (const { name } of acts) count(report, `rounds: ${name}`);
}

async function sendFive(house: House, chance: Chance, act: Act): Promise<Answer[]> {
  const one = chance.one(house.nodes);
  const both = chance.below(2) === 0;
  const sends = Array.from({ length: atOnce }, async () => {
    const { ownUrl } = both ? chance.one(house.nodes) : one;
    for (let turns = chance.below(turnsMax); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
    return act.tell(ownUrl);
  });
  return Promise.all(sends);
}

/** All five are answered alike, and as they were before. Answers what was made. */
function tellFive(report: Report, act: Act, { answers, before }: { answers: Answer[]; before: string | null }): string {
  count(report, 'sends', answers.length);
  const refused = answers.filter(({ status }) => status !== 200 && status !== 201);
  for (const { status, text } of refused) report.broken.push(`${act.name}: answered with ${status}: ${text}`);
  const made = new Set(answers.filter((answer) => !refused.includes(answer)).map(act.made));
  if (before !== null) made.add(before);
  if (made.size > 1) report.broken.push(`${act.name}: one id made ${[...made].join(', ')}`);
  return [...made][0] ?? '';
}

interface Looking {
  act: Act;
  when: string;
}

async function judge(house: House, report: Report, { act, when }: Looking): Promise<void> {
  const [expected, found] = [expectedOf(act), await lookFor(house, act)];
  if (when === 'a day later')
    for (const [place, number] of Object.entries(found)) count(report, `found in all: ${place}`, sum(number));
  if (isDeepStrictEqual(found, expected)) return;
  const wrong = Object.entries(found).filter(([place, number]) => number !== expected[place as keyof typeof expected]);
  for (const [place, number] of wrong) {
    report.broken.push(
      `${act.name}, ${when}: ${place} ${number} instead of ${expected[place as keyof typeof expected]}`,
    );
    const more = sum(number) - sum(expected[place as keyof typeof expected]);
    if (more > 0) report.doubled += more;
    else report.lost -= more;
  }
}

function sum(numbers: string): number {
  return numbers.split(' ').reduce((total, number) => total + Number(number), 0);
}
