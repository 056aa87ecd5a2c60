import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readEnv } from './env.ts';
import { loadSecrets } from './secrets.ts';
import { StartFailure } from './start-failure.ts';
import { startTestApp } from './testing/app.ts';
import { createTestDatabase } from './testing/database.ts';

let dataDir: string;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'clawchat-secrets-'))));
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const env = (over: Record<string, string> = {}) => readEnv({ DATA_DIR: dataDir, ...over });
const fileOf = (name: string) => join(dataDir, 'secrets', name);

test('the first start makes the secrets, readable by their owner only; the next one reads them', () => {
  const first = loadSecrets(env());
  expect(first.encryption).toHaveLength(32);
  expect(loadSecrets(env())).toEqual(first);
  for (const name of ['auth', 'encryption']) expect(statSync(fileOf(name)).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'secrets')).mode & 0o777).toBe(0o700);
});

test('secrets of the environment win, and nothing is written', () => {
  const ENCRYPTION_KEY = randomBytes(32).toString('hex');
  const secrets = loadSecrets(env({ ENCRYPTION_KEY, AUTH_SECRET: 'x'.repeat(40) }));
  expect(secrets).toEqual({ auth: 'x'.repeat(40), encryption: Buffer.from(ENCRYPTION_KEY, 'hex') });
  expect(() => readFileSync(fileOf('encryption'))).toThrowError('ENOENT');
});

test.each([
  ['auth', 'short'],
  ['auth', ''],
  ['encryption', 'g'.repeat(64)],
  ['encryption', 'ab'],
])('a broken %s secret stops the start with a sentence that names the file', (name, text) => {
  loadSecrets(env());
  writeFileSync(fileOf(name), text);
  expect(() => loadSecrets(env())).toThrowError(StartFailure);
  expect(() => loadSecrets(env())).toThrowError(fileOf(name));
});

test('a node with another encryption key, or that lost it, is refused; with the same one it starts', async () => {
  await using database = await createTestDatabase();
  const start = (key: string) => startTestApp({ database, env: { ENCRYPTION_KEY: key } });
  const ours = randomBytes(32).toString('hex');
  await using first = await start(ours);
  expect(first.app.secrets.encryption.toString('hex')).toBe(ours);
  await using second = await start(ours);
  expect(second.url).not.toBe(first.url);
  await expect(start(randomBytes(32).toString('hex'))).rejects.toThrowError(StartFailure);
  await expect(start(randomBytes(32).toString('hex'))).rejects.toThrowError('all nodes need the same');
});
