import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDatabaseServer, type DatabaseServer } from '#server/testing/database-server.ts';
import { ask } from '../testing/ask.ts';
import { startTestApp } from '../testing/app.ts';
import { connect as connectForTests } from '../testing/database.ts';
import { person } from '../testing/personas.ts';
import { connect } from './client.ts';
import { until } from '../testing/until.ts';
import { createLog } from '../log.ts';
import { runJobs } from '../jobs/runner.ts';

let server: DatabaseServer;

beforeAll(async () => {
  server = await startDatabaseServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test('while the database is away health and every request say so, and both come back by themselves', async () => {
  const database = {
    address: server.address,
    sql: connectForTests(server.address, 1),
    [Symbol.asyncDispose]: async () => {},
  };
  await using house = await startTestApp({ database, log: { write: () => undefined } });
  const maya = await person(house.app, 'Maya');
  const health = () => ask('GET', `${house.url}/health`);
  const rename = () =>
    ask('POST', `${house.url}/api/trpc/conversations.rename`, {
      headers: maya.headers,
      body: { conversationId: maya.conversationId, title: 'A new name' },
    });
  await server.stop();
  const away = await until(async () => {
    const answer = await health();
    return answer.status === 503 && answer;
  });
  expect(away.body).toEqual({ status: 'unavailable' });
  expect((await ask('GET', `${house.url}/health/live`)).status).toBe(200);
  const refused = await rename();
  expect([refused.status, refused.code, refused.headers.get('retry-after')]).toEqual([503, 'unavailable', '2']);
  await server.start();
  await until(async () => (await health()).status === 200);
  expect((await rename()).status).toBe(200);
});

// The driver's own waits would add up to more than a minute.
test('connections that failed a hundred times are there again at the first try after the database is back', async () => {
  const { sql, close } = connect(server.address);
  await server.stop();
  for (let round = 0; round < 5; round++) {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => sql`select 1`));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  }
  await server.start();
  expect(await sql`select 1`).toHaveLength(1);
  await close();
});

test('a transaction that a killed database cut off fails, and its connection works again afterwards', async () => {
  const { sql, close } = connect(server.address);
  const cutOff = Promise.allSettled(Array.from({ length: 10 }, () => sql.begin((tx) => tx`select pg_sleep(60)`)));
  const watcher = connectForTests(server.address, 1);
  await until(async () => {
    const sleeping =
      await watcher`select from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`;
    return sleeping.length === 10;
  });
  await server.kill();
  const ends = await cutOff;
  expect(ends.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  await server.start();
  const again = await Promise.all(Array.from({ length: 10 }, () => sql.begin((tx) => tx`select 1 as n`)));
  expect(again.map(([row]) => row)).toEqual(Array.from({ length: 10 }, () => ({ n: 1 })));
  await Promise.all([close(), watcher.end()]);
});

test('a database that goes away under a job stops neither the process nor the jobs', async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let runs = 0;
  const work = async () => {
    runs += 1;
    if (runs > 1) return;
    begun.resolve();
    await goOn.promise;
  };
  const lines: string[] = [];
  const log = createLog({ level: 'error', format: 'json' }, { write: (line) => void lines.push(line) });
  const jobs = await runJobs(server.address, log, [{ name: 'work', cron: '0 0 1 1 *', run: work }]);
  const { sql, close } = connect(server.address);
  const add = () => sql`select graphile_worker.add_job('work')`;
  await add();
  await begun.promise;
  await server.stop();
  goOn.resolve();
  await until(() => lines.some((line) => line.includes('Failed to complete jobs')));
  await server.start();
  await add();
  expect(await until(() => runs >= 2)).toBe(true);
  await jobs[Symbol.asyncDispose]();
  // A connection of theirs that is on its way out would be told that the database goes, and nobody listens to it any more.
  await until(
    async () =>
      (
        await sql`select from pg_stat_activity where application_name <> 'claw-chat' and backend_type = 'client backend'`
      ).length === 0,
  );
  await close();
});
