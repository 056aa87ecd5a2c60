import { openGround } from '#drills/ground.ts';
import { chanceOf } from '#drills/seed.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import type { Bench } from './bench.ts';
import type { Row } from './figures.ts';
import { foundLargeCompany } from './growth/company.ts';
import { loadUpTo } from './growth/load.ts';
import { measure } from './growth/measure.ts';
import { operationsOf } from './growth/operations.ts';
import { Growing } from './growth/rows.ts';
import { vocabularyOf, writeTexts } from './growth/texts.ts';

const sizes = [10_000, 1_000_000, 10_000_000];
const shortSizes = [10_000, 100_000];

/** What is asked most often, while one database grows: each size is measured on the way to the next. */
export async function growth({ isShort }: Pick<Bench, 'isShort'>): Promise<Row[]> {
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
  const growing = new Growing('messages');
  let loaded = 0;
  for (const size of isShort ? shortSizes : sizes) {
    await loadUpTo(house.app.sql, { from: loaded, to: size });
    loaded = size;
    growing.add(size, await measure(house.app, address, operations));
  }
  return growing.rows();
}
