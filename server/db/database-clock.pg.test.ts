import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createTestDatabase } from '../testing/database.ts';
import { connect } from './client.ts';
import { watchDatabaseClock } from './database-clock.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

test.each([
  ['hours behind', -3 * hourMs, 1],
  ['days ahead', 50 * hourMs, 1],
  ['right', 0, 0],
])('on a machine whose clock is %s, the time is the database’s', async (_name, wrongMs, warnings) => {
  await using database = await createTestDatabase();
  const { sql, close } = connect(database.address);
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json' }, { write: (line) => void lines.push(line) });
  const system = { now: () => new Date(Date.now() + wrongMs) };
  using clock = await watchDatabaseClock({ sql, log, system });
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(minuteMs);
  expect(lines.filter((line) => line.includes('Set it right'))).toHaveLength(warnings);
  await close();
});
