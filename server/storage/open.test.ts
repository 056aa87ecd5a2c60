import { expect, test } from 'vitest';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { openStorage } from './open.ts';

const several = {
  REDIS_URL: 'redis://cache:6379',
  AUTH_SECRET: 'the same on every node, and long enough',
  ENCRYPTION_KEY: '5eedc0de'.repeat(8),
};
const bucket = {
  S3_ENDPOINT: 'https://s3.example.org',
  S3_BUCKET: 'b',
  S3_ACCESS_KEY_ID: 'i',
  S3_SECRET_ACCESS_KEY: 's',
};

test.each([
  ['one node warns of nothing', {}, 0],
  ['several nodes with files on their own disks are warned of it', several, 1],
  ['several nodes with a bucket are not', { ...several, ...bucket }, 0],
])('%s', (_name, variables, warnings) => {
  const lines: string[] = [];
  const env = readEnv({ ...variables, LOG_FORMAT: 'json' });
  openStorage(env, createLog(env.log, { write: (line) => void lines.push(line) }));
  expect(lines.filter((line) => line.includes('S3_ENDPOINT'))).toHaveLength(warnings);
});
