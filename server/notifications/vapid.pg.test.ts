import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '#server/testing/database.ts';
import { decodeJwt } from 'jose';
import { authorizationFor, isPushPossible, publicKeyOf, vapidOf } from './vapid.ts';

let database: TestDatabase;
let nodes: [TestApp, TestApp];

beforeAll(async () => {
  database = await createTestDatabase();
  nodes = [await startTestApp({ database }), await startTestApp({ database })];
});
afterAll(async () => {
  for (const node of nodes) await node.close();
  await database[Symbol.asyncDispose]();
});

test('nodes that need keys in the same moment end with the same ones, and so does every start after them', async () => {
  const asked = await Promise.all(Array.from({ length: 8 }, (_, n) => vapidOf(nodes[n % 2 === 0 ? 0 : 1].app)));
  const [publicKey = '', ...others] = new Set(asked.map((one) => one.publicKey));
  expect(others).toEqual([]);
  expect(Buffer.from(publicKey, 'base64url')).toMatchObject({ 0: 4, length: 65 });
  await using later = await startTestApp({ database });
  expect((await vapidOf(later.app)).publicKey).toBe(publicKey);
});

test('the private key is sealed where it is kept', async () => {
  await vapidOf(nodes[0].app);
  const [row] = await nodes[0].app.sql<{ sealed: string }[]>`select vapid_private as sealed from instance`;
  expect(row?.sealed).toMatch(/^v1\./);
});

test.each([
  ['https://chat.example.org', true],
  ['http://localhost:3000', true],
  ['http://127.0.0.1:3000', true],
  ['http://[::1]:3000', true],
  ['http://chat.localhost', true],
  ['http://chat.example.org', false],
  ['http://192.168.1.5:3000', false],
  ['http://localhost.example.org', false],
])('a browser at %s takes pushes: %s', async (publicUrl, isPossible) => {
  const { app } = nodes[0];
  expect(isPushPossible({ publicUrl })).toBe(isPossible);
  expect((await publicKeyOf({ ...app, publicUrl })).publicKey === null).toBe(!isPossible);
});

test.each([
  ['https://chat.example.org', null, 'https://chat.example.org'],
  ['http://localhost:3000', 'Chat <chat@example.org>', 'mailto:chat@example.org'],
  ['http://localhost:3000', 'chat@example.org', 'mailto:chat@example.org'],
  ['http://localhost:3000', null, 'mailto:claw-chat@localhost'],
])('at %s with mail from %s a push service is told to write to %s', async (publicUrl, from, sub) => {
  const { app } = nodes[0];
  const env = { ...app.env, mail: from === null ? null : { smtpUrl: 'smtp://localhost', from } };
  const said = await authorizationFor({ ...app, env, publicUrl }, await vapidOf(app), 'https://push.example.org/a/b?c');
  const [, token = ''] = /^vapid t=([^,]+), k=/.exec(said) ?? [];
  expect(decodeJwt(token)).toMatchObject({ sub, aud: 'https://push.example.org' });
});
