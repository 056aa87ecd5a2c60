import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readEnv, variableNames } from './env.ts';
import { StartFailure } from './start-failure.ts';

test('.env.example documents every variable, and no other', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const documented = [...text.matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(documented.toSorted()).toEqual(variableNames.toSorted());
});

test('an empty variable counts as not set', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '', PUBLIC_URL: '' })).toMatchObject({
    port: 3000,
    databaseUrl: null,
    publicUrl: null,
  });
});

test('the public address is kept as an origin, whatever path was typed behind it', () => {
  expect(readEnv({ PUBLIC_URL: 'https://chat.example.org/somewhere/' }).publicUrl).toBe('https://chat.example.org');
});

test.each([
  ['PORT', 'many'],
  ['PORT', '70000'],
  ['PUBLIC_URL', 'ftp://chat.example.org'],
  ['DATABASE_URL', 'mysql://somewhere/db'],
  ['REDIS_URL', 'http://somewhere:6379'],
  ['AUTH_SECRET', 'short'],
  ['SIGN_UP', 'sometimes'],
  ['OIDC_ISSUER', 'id.example.org'],
  ['OPENAI_BASE_URL', 'localhost:11434'],
  ['OPENAI_BASE_URL', 'https://me:secret@models.example.org/v1'],
  ['OPENAI_CONTEXT_TOKENS', '12'],
  ['OPENAI_TIMEOUT_SECONDS', '0'],
])('%s=%s is refused with a sentence that names it', (name, value) => {
  expect(() => readEnv({ [name]: value })).toThrowError(StartFailure);
  expect(() => readEnv({ [name]: value })).toThrowError(name);
});

test.each([{}, { AUTH_SECRET: 'the same on every node, and long enough' }, { ENCRYPTION_KEY: '5eedc0de'.repeat(8) }])(
  'several nodes don’t start with secrets of their own: %j',
  (secrets) => {
    expect(() => readEnv({ REDIS_URL: 'redis://cache:6379', ...secrets })).toThrowError(
      'Set AUTH_SECRET and ENCRYPTION_KEY to the same values on every node.',
    );
  },
);

test('several nodes start with secrets that they are given', () => {
  const secrets = { AUTH_SECRET: 'the same on every node, and long enough', ENCRYPTION_KEY: '5eedc0de'.repeat(8) };
  expect(readEnv({ REDIS_URL: 'rediss://cache:6379', ...secrets }).redisUrl).toBe('rediss://cache:6379');
});

const bucket = {
  S3_ENDPOINT: 'https://s3.example.org/',
  S3_BUCKET: 'files',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
};

test('a bucket for files has a usual region, and an address without a slash at its end', () => {
  expect(readEnv(bucket).s3).toEqual({
    endpoint: 'https://s3.example.org',
    name: 'files',
    region: 'us-east-1',
    accessKeyId: 'id',
    secretAccessKey: 'secret',
  });
  expect(readEnv({}).s3).toBe(null);
});

test.each(Object.keys(bucket))('a bucket without %s is no bucket, and nothing starts', (name) => {
  expect(() => readEnv({ ...bucket, [name]: '' })).toThrowError('set all of them or none');
});

const model = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/', OPENAI_MODEL: 'qwen3:8b' };

test('a model needs an address and a name; the key only where its endpoint wants one', () => {
  expect(readEnv(model).model).toEqual({
    baseUrl: 'http://127.0.0.1:11434/v1',
    name: 'qwen3:8b',
    apiKey: null,
    contextTokens: 8_000,
    silenceMaxMs: 120_000,
  });
  expect(readEnv({ ...model, OPENAI_API_KEY: 'sk-of-the-tests' }).model?.apiKey).toBe('sk-of-the-tests');
});

test.each(Object.keys(model))('half a model, without %s, is none, and nothing starts', (name) => {
  expect(() => readEnv({ ...model, [name]: '' })).toThrowError('set both to give the built-in agent a model');
});

test('a key that a shell has for other programs is no model', () => {
  expect(readEnv({ OPENAI_API_KEY: 'sk-of-the-tests' }).model).toBe(null);
});

const oidc = {
  OIDC_ISSUER: 'https://id.example.org/realms/home',
  OIDC_CLIENT_ID: 'claw-chat',
  OIDC_CLIENT_SECRET: 'secret',
  OIDC_NAME: 'Harbour',
};
const github = { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' };

test('a provider is configured as a whole, or there is none', () => {
  const env = readEnv({ ...oidc, ...github });
  expect(env.oidc).toMatchObject({ issuer: oidc.OIDC_ISSUER, clientId: 'claw-chat', name: 'Harbour' });
  expect(env.github).toEqual({ clientId: 'id', clientSecret: 'secret' });
  expect(readEnv({})).toMatchObject({ oidc: null, github: null });
});

test.each([...Object.keys(oidc), ...Object.keys(github)])('half a provider is refused: without %s', (missing) => {
  expect(() => readEnv({ ...oidc, ...github, [missing]: '' })).toThrowError(StartFailure);
  expect(() => readEnv({ ...oidc, ...github, [missing]: '' })).toThrowError(missing);
});
