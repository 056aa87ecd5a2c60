import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotificationPreferences } from '#lib/contract/notifications.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { preferencesOf, setPreferences } from './preferences.ts';

let house: TestApp;
let mira: Omit<Person, 'password'>;
let noor: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  mira = await guest(house.app, 'Mira');
  noor = await guest(house.app, 'Noor');
});
afterAll(() => house.close());

const usual: NotificationPreferences = {
  preview: 'title',
  messages: true,
  approvals: true,
  lifecycle: true,
  quiet: null,
  timeZone: 'UTC',
};

const put = (body: unknown) => ask('PUT', `${house.url}/v1/push/preferences`, { headers: mira.headers, body });
const get = () => ask('GET', `${house.url}/v1/push/preferences`, { headers: mira.headers });

test('who never chose is told of everything, by its title', async () => {
  expect((await get()).body).toEqual(usual);
});

test('what was chosen is kept, whole, and replaced by what is chosen next', async () => {
  const chosen = {
    ...usual,
    preview: 'none',
    lifecycle: false,
    quiet: { from: 1_320, until: 420 },
    timeZone: 'Asia/Tokyo',
  };
  expect((await put(chosen)).body).toEqual(chosen);
  expect((await get()).body).toEqual(chosen);
  expect((await put(usual)).body).toEqual(usual);
  expect((await get()).body).toEqual(usual);
});

test('many people’s are read at once, with the usual ones of those who never chose', async () => {
  const chosen = { ...usual, messages: false };
  await setPreferences(house.app, noor.principal, chosen);
  const all = await preferencesOf(house.app, [noor.principal.userId, 'nobody']);
  expect(Object.fromEntries(all)).toEqual({ [noor.principal.userId]: chosen, nobody: usual });
});

test.each([
  [422, { ...usual, timeZone: 'Mars/Olympus' }],
  [422, { ...usual, quiet: { from: 60, until: 60 } }],
  [400, { ...usual, quiet: { from: -1, until: 60 } }],
  [400, { ...usual, quiet: { from: 0, until: 1_440 } }],
  [400, { ...usual, quiet: { from: 60 } }],
  [400, { ...usual, preview: 'all' }],
  [400, { preview: 'none' }],
])('%i answers %j, and nothing is changed', async (status, body) => {
  const before = (await get()).body as unknown;
  expect((await put(body)).status).toBe(status);
  expect((await get()).body).toEqual(before);
});
