import { afterAll, beforeAll, expect, test } from 'vitest';
import { authSettings } from './accounts/auth-settings.ts';
import { addressHeader } from './accounts/origin.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { ask } from './testing/ask.ts';
import { guest, person, type Person } from './testing/personas.ts';

let house: TestApp;
let maya: Person;
let written = '';

beforeAll(async () => {
  house = await startTestApp({ env: { LOG_LEVEL: 'info' }, log: { write: (line) => void (written += line) } });
  maya = await person(house.app, 'Maya');
});
afterAll(() => house.close());

/** What stands in the log as it is without any setting. */
const told = () =>
  written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const from = '192.0.2.7';
const asked = { method: 'POST', path: ['callback', 'credentials'], headers: {}, form: {} };
const tryWith = (email: string, password: string) =>
  authSettings(house.app, asked).authorize({ email, password }, { headers: { [addressHeader]: from } });

test('who signs in, who is refused and who tries too often is told with from where, and nothing of what was typed', async () => {
  const typed = 'my secret in the wrong field';
  await tryWith(maya.email, maya.password);
  await tryWith(maya.email, 'a wrong password 4711');
  await tryWith(typed, typed);
  for (let n = 0; n < 5; n++) await house.app.limits.signInByAddress.take(from);
  await expect(tryWith(maya.email, maya.password)).rejects.toThrow('too_many_tries');
  const { userId } = maya.principal;
  expect(told()).toMatchObject([
    { level: 30, msg: 'Somebody signed in.', userId, address: from, by: 'a password' },
    { level: 30, msg: 'A sign-in was refused.', userId, address: from },
    { level: 30, msg: 'A sign-in was refused.', userId: null, address: from },
    { level: 30, msg: 'A sign-in was refused: too many tries.', address: from },
  ]);
  for (const secret of [typed, maya.password, '4711', maya.email]) expect(written).not.toContain(secret);
});

test('what is refused to somebody known, to a false credential and to somebody hasty is told; a missing one is not', async () => {
  written = '';
  const { headers, principal } = await guest(house.app, 'Jonas');
  const read = (with_: Record<string, string>) => ask('GET', `${house.url}/v1/conversations`, { headers: with_ });
  await read(headers);
  await read({});
  await read({ authorization: 'Bearer rubbish' });
  await read({ cookie: 'claw-chat.session=rubbish' });
  await ask('POST', `${house.url}/connect-ticket`, { headers: { ...headers, origin: 'https://elsewhere.example' } });
  for (let n = 0; n < 60; n++) await house.app.limits.ticketByPerson.take(principal.userId);
  await ask('POST', `${house.url}/connect-ticket`, { headers });
  await expect
    .poll(() => told().map(({ path, status }) => `${String(path)} ${String(status)}`))
    .toEqual(['/v1/conversations 401', '/v1/conversations 401', '/connect-ticket 403', '/connect-ticket 429']);
});
