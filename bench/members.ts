import { openGround } from '#drills/ground.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import type { Bench } from './bench.ts';
import type { Row } from './figures.ts';
import { foundCrowd, giveDevices, growTo, takeDevices } from './growth/crowd.ts';
import { notifyingAll, operationsIn } from './growth/crowd-operations.ts';
import { measure } from './growth/measure.ts';
import { Growing } from './growth/rows.ts';

const sizes = [10, 100, 1_000, 10_000];
const shortSizes = [10, 1_000];

/** The same conversation with more and more members, nearly all of whom are away. */
export async function members({ isShort }: Pick<Bench, 'isShort'>): Promise<Row[]> {
  await using ground = await openGround();
  await using database = await ground.newDatabase();
  const { address } = database;
  await using house = await startTestApp({
    database: { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined },
    limits: 'generous',
    // What is written for devices is counted here, and stays where it is.
    transports: null,
    env: { LOG_LEVEL: 'error' },
  });
  const { app } = house;
  const crowd = await foundCrowd(app);
  const [usual, withDevices] = [operationsIn(crowd), notifyingAll(crowd)];
  const growing = new Growing('members');
  for (const size of isShort ? shortSizes : sizes) {
    await growTo(app.sql, crowd, size);
    growing.add(size, await measure(app, address, usual));
    await giveDevices(app.sql);
    growing.add(size, await measure(app, address, withDevices));
    await takeDevices(app.sql);
  }
  return growing.rows();
}
