import { openGround } from '#drills/ground.ts';
import { chanceOf } from '#drills/seed.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import type { Bench } from './bench.ts';
import { foundLargeCompany } from './growth/company.ts';
import { loadUpTo } from './growth/load.ts';
import { measure, type Cost } from './growth/measure.ts';
import { operationsOf } from './growth/operations.ts';
import { vocabularyOf, writeTexts } from './growth/texts.ts';

const sizes = [10_000, 1_000_000, 10_000_000];
const shortSizes = [10_000, 100_000];

/** What is asked most often, while one database grows: each size is measured on the way to the next. */
export async function growth({ isShort }: Pick<Bench, 'isShort'>): Promise<object[]> {
  // What is measured here is how much is read. What is confirmed need not be on the disk, and loading is quicker so.
  await using ground = await openGround();
  await using database = await ground.newDatabase();
  const { address } = database;
  await using house = await startTestApp({
    database: { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined },
    limits: 'generous',
    env: { LOG_LEVEL: 'error' },
  });
  const company = await foundLargeCompany(house.app);
  const vocabulary = vocabularyOf(chanceOf(4));
  await writeTexts(house.app.sql, vocabulary);
  const operations = operationsOf(company, vocabulary);
  const found: { size: number; costs: Cost[] }[] = [];
  for (const size of isShort ? shortSizes : sizes) {
    await loadUpTo(house.app.sql, { from: found.at(-1)?.size ?? 0, to: size });
    found.push({ size, costs: await measure(house.app, address, operations) });
  }
  return operations.map(({ what, goal }, n) => {
    const costs = found.map(({ size, costs: all }) => ({ size, ...must(all[n], 'its cost') }));
    return rowOf(what, goal, costs);
  });
}

function rowOf(what: string, goal: string, costs: readonly (Cost & { size: number })[]): object {
  const [first, ...later] = costs;
  const { size: least, buffers } = must(first, 'the smallest');
  return {
    what,
    statements: costs.map(({ statements }) => statements).join(' '),
    ...Object.fromEntries(costs.map((cost) => [`pages, ${told(cost.size)}`, cost.buffers.toFixed(0)])),
    ...Object.fromEntries(
      later.map((cost) => [`${told(cost.size)} : ${told(least)}`, (cost.buffers / buffers).toFixed(2)]),
    ),
    'ms, median (p95)': costs.map(({ medianMs, p95Ms }) => `${medianMs.toFixed(1)} (${p95Ms.toFixed(1)})`).join(', '),
    goal,
  };
}

function told(size: number): string {
  return size < 1_000_000 ? `${size / 1_000} k` : `${size / 1_000_000} M`;
}
