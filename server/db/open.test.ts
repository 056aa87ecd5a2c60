import { expect, test } from 'vitest';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { openDatabase, refuseUnfit, type Settings } from './open.ts';

const fit: Settings = { version: 150_018, encoding: 'UTF8', fsync: 'on', synchronousCommit: 'on' };

test('a Postgres from 15 on that waits for its disk will do', () => {
  expect(() => refuseUnfit(fit)).not.toThrow();
  expect(() => refuseUnfit({ ...fit, version: 180_004, synchronousCommit: 'local' })).not.toThrow();
});

test.each([
  ['database_too_old', 'is Postgres 14', { version: 140_022 }],
  ['database_unfit', 'encoding is SQL_ASCII', { encoding: 'SQL_ASCII' }],
  ['database_unfit', 'fsync or synchronous_commit off', { fsync: 'off' }],
  ['database_unfit', 'fsync or synchronous_commit off', { synchronousCommit: 'off' }],
])('%s: %s', (code, sentence, setting) => {
  expect(() => refuseUnfit({ ...fit, ...setting })).toThrowError(expect.objectContaining({ code }));
  expect(() => refuseUnfit({ ...fit, ...setting })).toThrowError(sentence);
});

test('a database that does not answer is named as what it is', async () => {
  // A port of the discard protocol: nobody listens there.
  const env = readEnv({ DATABASE_URL: 'postgres://claw@127.0.0.1:9/clawchat' });
  const opened = openDatabase(env, createLog({ level: 'error', format: 'json' }));
  await expect(opened).rejects.toMatchObject({ code: 'database_unreachable', exitCode: 69 });
});
