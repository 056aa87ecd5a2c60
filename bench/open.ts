import buildForTests from '../scripts/build-for-tests.mjs';
import { startServer } from '../e2e/server.ts';
import type { Bench } from './bench.ts';
import { intervalOf, percentile, told, type Goal, type Interval, type Row } from './figures.ts';
import { codeBefore, get } from './first-load.ts';
import { foundOffice, type Office } from './open-office.ts';

const starts = 10;
const rounds = 10;
const visitsPerRound = 40;
const share = 0.95;
/** Until Node has compiled what a page runs through. */
const warmUps = 20;

/** What the server takes for the page of somebody with a hundred conversations, and how much code that page asks for. */
export async function open({ isShort }: Bench): Promise<Row[]> {
  await buildForTests();
  await using server = await startServer('production', { LOG_LEVEL: 'error' });
  const office = await foundOffice(server);
  const cold: number[] = [];
  for (let n = 0; n < (isShort ? 2 : starts); n++) {
    await server.kill();
    await server.start();
    cold.push((await visit(office)).ms);
  }
  for (let n = 0; n < warmUps; n++) await visit(office);
  const warm: number[][] = [];
  for (let n = 0; n < (isShort ? 2 : rounds); n++) warm.push(await visits(office));
  const { kB, scripts } = await codeBefore(office.page, office.cookie);
  const medians = warm.map((times) => percentile(times, 0.5));
  return [
    row('the page, ms p50', intervalOf(medians), ''),
    row('the page, ms p95', intervalOf(warm.map((times) => percentile(times, share))), '<= 300'),
    row('the first page after a start, ms p95', worst(cold), '<= 300'),
    row(`JavaScript before the list (${scripts} files), kB`, { median: kB, low: kB, high: kB }, '<= 200'),
  ];
}

async function visits(office: Office): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < visitsPerRound; n++) times.push((await visit(office)).ms);
  return times;
}

/** From the request to the last byte of the page, which has the list in it. */
async function visit({ page, cookie, titles }: Office): Promise<{ ms: number }> {
  const began = performance.now();
  const { status, text } = await get(page, { cookie });
  const ms = performance.now() - began;
  const missing = titles.filter((title) => !text.includes(title));
  if (status !== 200 || missing.length > 0) throw new Error(`${status}, without ${missing.join(', ')}`);
  return { ms };
}

/** Of so few, p95 is the longest; beside it, what was usual. */
function worst(values: readonly number[]): Interval {
  return { median: percentile(values, share), low: Math.min(...values), high: Math.max(...values) };
}

function row(what: string, held: Interval, goal: Goal): Row {
  return { what, ours: told(held, 0), peer: '-', ratio: '-', goal, held: goal === '' ? null : held };
}
