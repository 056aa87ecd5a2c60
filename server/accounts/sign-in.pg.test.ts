import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { authSettings } from './auth-settings.ts';
import { addressHeader } from './origin.ts';

const clock = stoppedClock();
let house: TestApp;
let maya: Person;

beforeAll(async () => {
  // So that one machine can be many addresses.
  house = await startTestApp({ clock, env: { TRUSTED_PROXIES: '127.0.0.1' } });
  maya = await person(house.app, 'Maya');
});
afterAll(() => house.close());

const signingIn = { method: 'POST', path: ['callback', 'credentials'], headers: {}, form: {} };

/** What next-auth calls behind its route. */
function tryAt(address: string, email: string, password: string) {
  return authSettings(house.app, signingIn).authorize({ email, password }, { headers: { [addressHeader]: address } });
}

/** The route in front of it, as our server sees it. There are no pages here: 404 means that it would be asked. */
function knock(address: string, path = '/api/auth/callback/credentials') {
  const headers = { origin: house.url, 'x-forwarded-for': address, 'content-type': 'application/json' };
  return ask('POST', house.url + path, { headers, body: '{}' });
}

test('the sixth wrong password within a minute is not looked at, at the door it is 429; others get in', async () => {
  const thief = '192.0.2.66';
  for (let n = 0; n < 5; n++) {
    // Five accounts: what counts here is the address.
    expect(await tryAt(thief, `someone-${n}@home.test`, 'password1234')).toBeNull();
  }
  await expect(tryAt(thief, maya.email, maya.password)).rejects.toThrow(/^too_many_tries$/);
  const refused = await knock(thief);
  expect(refused).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(12);
  expect(new URL(refused.body.url).searchParams.get('error')).toBe('too_many_tries');
  expect((await knock('192.0.2.67')).status).toBe(404);
  expect(await tryAt('192.0.2.67', maya.email, maya.password)).not.toBeNull();
  clock.pass(12_000);
  expect((await knock(thief)).status).toBe(404);
});

test('a route that is written in another way leads to no more tries', async () => {
  const thief = '192.0.2.68';
  for (let n = 0; n < 5; n++) await house.app.limits.signInByAddress.take(thief);
  expect((await knock(thief, '/api/auth/callback/credential%73')).status).toBe(404);
  await expect(tryAt(thief, maya.email, maya.password)).rejects.toThrow('too_many_tries');
});

test('many addresses that try one account are as slow together as one, and no other account is', async () => {
  const { email } = await guest(house.app, 'Jonas');
  for (let n = 0; n < 5; n++) expect(await tryAt(`198.51.100.${n}`, ` ${email.toUpperCase()}`, 'x')).toBeNull();
  await expect(tryAt('198.51.100.99', email, 'x')).rejects.toThrow('too_many_tries');
  expect(await tryAt('198.51.100.99', maya.email, maya.password)).not.toBeNull();
});

test('an account that does not exist is slowed down like one that does', async () => {
  const { limits } = house.app;
  for (let n = 0; n < 5; n++) await limits.signInByAccount.take('nobody@home.test');
  await expect(tryAt('203.0.113.1', 'nobody@home.test', 'x')).rejects.toThrow('too_many_tries');
});

test('who gets in gets that try back, and none of those before it', async () => {
  const { limits } = house.app;
  const home = '203.0.113.2';
  for (let n = 0; n < 4; n++) await limits.signInByAddress.take(home);
  for (let n = 0; n < 2; n++) expect(await tryAt(home, maya.email, maya.password)).not.toBeNull();
  expect(await tryAt(home, 'guess@home.test', 'x')).toBeNull();
  await expect(tryAt(home, maya.email, maya.password)).rejects.toThrow('too_many_tries');
});

test('the sixth sign-up of a minute from one address is refused, another address may', async () => {
  const signUp = (address: string) =>
    ask('POST', `${house.url}/api/trpc/accounts.signUp`, {
      headers: { origin: house.url, 'x-claw-chat': '1', 'x-forwarded-for': address },
      // Known, so that no row is written and no test waits for five hashes.
      body: { name: 'x', email: maya.email, password: 'a long enough password' },
    });
  for (let n = 0; n < 5; n++) await house.app.limits.signUpByAddress.take('203.0.113.3');
  const refused = await signUp('203.0.113.3');
  expect(refused).toMatchObject({ status: 429, code: 'rate_limited' });
  expect(refused.headers.get('retry-after')).toBe('12');
  expect(await signUp('203.0.113.4')).toMatchObject({ status: 409, code: 'email_taken' });
});

test('a ticket too many is refused, and somebody else’s is not', async () => {
  const jonas = await guest(house.app, 'Jonas Two');
  const ticket = (headers: Record<string, string>) => ask('POST', `${house.url}/connect-ticket`, { headers });
  for (let n = 0; n < 60; n++) await house.app.limits.ticketByPerson.take(maya.principal.userId);
  expect(await ticket(maya.headers)).toMatchObject({ status: 429, code: 'rate_limited' });
  expect((await ticket(jonas.headers)).status).toBe(201);
});
