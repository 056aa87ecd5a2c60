import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authSettings } from './accounts/auth-settings.ts';
import { open } from './sealing.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { ask } from './testing/ask.ts';
import { authorisation } from './testing/authorisation-table.ts';
import { allDoors, knock } from './testing/doors.ts';
import { setScene } from './testing/scene.ts';

let house: TestApp;
let written = '';

beforeAll(async () => {
  const log = { write: (line: string) => void (written += line) };
  house = await startTestApp({ env: { LOG_LEVEL: 'trace', LOG_FORMAT: 'json' }, log, limits: 'generous' });
});
afterAll(() => house.close());

const lines = () =>
  written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('no password, cookie, ticket, key, token or secret is ever logged, whatever goes right or wrong', async () => {
  const scene = await setScene(house.app);
  const secrets = new Set([scene.password, house.app.secrets.auth, house.app.secrets.encryption.toString('hex')]);
  const remember = (...found: unknown[]) => {
    for (const one of found) if (typeof one === 'string' && one.length >= 10) secrets.add(one);
  };
  for (const { headers } of scene.ways) {
    remember(headers['cookie']?.split('=')[1], headers['authorization']?.split(' ')[1]);
  }

  await everyDoorOnce();
  await signInRightAndWrong();
  await secretsInAddresses();
  await failuresOfOurs();

  expect(lines().length).toBeGreaterThan(100);
  for (const secret of secrets) expect(written.includes(secret), `a secret was logged: ${secret}`).toBe(false);
  // Hashes are no secrets that open anything, but nobody needs them in a log either.
  expect(written.includes('scrypt$'), 'a hash was logged').toBe(false);

  async function everyDoorOnce() {
    const { headers = {} } = scene.ways.find((way) => way.role === 'operator' && way.by === 'cookie') ?? {};
    for (const door of allDoors()) {
      if (authorisation[door.name]?.spoils === true) continue;
      const input = authorisation[door.name]?.input?.(scene);
      const { body } = await knock(house.url, door, { headers, input });
      const { token, ticket, key, link } = body?.result?.data ?? body ?? {};
      remember(input?.['password'], input?.['token'], token, ticket, key, link, link?.split(/[#=/]/).at(-1));
    }
  }

  async function signInRightAndWrong() {
    const { authorize } = authSettings(house.app, {
      method: 'POST',
      path: ['callback', 'credentials'],
      headers: {},
      form: {},
    });
    const wrong = 'a wrong password 4711';
    remember(wrong);
    for (const password of [scene.password, wrong]) {
      await authorize({ email: scene.owner.email, password }, { headers: {} });
      const body = new URLSearchParams({ email: scene.owner.email, password }).toString();
      const form = { origin: house.url, 'content-type': 'application/x-www-form-urlencoded' };
      await ask('POST', `${house.url}/api/auth/callback/credentials`, { headers: form, body });
    }
    const sessions = await house.app.sql<{ id: string }[]>`select id from sessions`;
    remember(...sessions.map(({ id }) => id));
    for (const cookie of ['rubbish-rubbish', 'eyJhbGciOiJkaXIifQ..xxxx.yyyy.zzzz']) {
      remember(cookie);
      await ask('GET', `${house.url}/v1/conversations`, { headers: { cookie: `claw-chat.session=${cookie}` } });
    }
  }

  async function secretsInAddresses() {
    const token = 'R3set'.repeat(9).slice(0, 43);
    remember(token);
    for (const path of [
      `/invitation/${token}`,
      `/sign-in?back=/invitation/${token}`,
      `/reset/${token}`,
      `/reset?token=${token}`,
      `/connect?ticket=${token}`,
      `/v1/${token}`,
    ]) {
      await ask('GET', house.url + path);
    }
  }

  async function failuresOfOurs() {
    const { sql: query, db } = house.app;
    const ours = { origin: house.url, 'x-claw-chat': '1' };
    const body = { name: 'Priya', email: 'priya@home.test', password: 'the password of Priya' };
    remember(body.password);
    await query`alter table users add constraint broken check (email <> 'priya@home.test')`;
    const refused = await ask('POST', `${house.url}/api/trpc/accounts.signUp`, { headers: ours, body });
    expect(refused.status).toBe(500);
    await query`alter table api_keys rename to elsewhere`;
    const { headers = {} } = scene.ways.find((way) => way.role === 'owner' && way.by === 'key') ?? {};
    expect((await ask('GET', `${house.url}/v1/conversations`, { headers })).status).toBe(500);
    await query`alter table elsewhere rename to api_keys`;
    const parameter = 'parameter-of-a-query';
    remember(parameter);
    await db.execute(sql`select ${parameter} from nowhere`).catch((err: unknown) => house.app.log.error({ err }, 'x'));
    try {
      open(house.app.secrets.encryption, 'test', 'v1.00000000.x');
    } catch (err) {
      house.app.log.error({ err }, 'x');
    }
  }
});

test('a request is one line: what was asked without its query, what came of it, and who asked', async () => {
  const scene = await setScene(house.app);
  const { headers = {} } = scene.ways.find((way) => way.role === 'owner' && way.by === 'key') ?? {};
  const { headers: answered } = await ask('GET', `${house.url}/v1/conversations?limit=3`, { headers });
  await expect
    .poll(() => lines().find((line) => line['requestId'] === answered.get('x-request-id') && line['status'] === 200))
    .toMatchObject({
      level: 20,
      method: 'GET',
      path: '/v1/conversations',
      caller: `${scene.owner.userId} by key`,
      msg: 'answered',
    });
});

test('a failure of ours is told with its cause under the request id that the caller got', async () => {
  const failed = lines().filter((line) => line['status'] === 500);
  expect(failed.map((line) => line['level'])).toEqual([30, 30]);
  for (const { requestId } of failed) {
    const cause = lines().find((line) => line['requestId'] === requestId && line['level'] === 50);
    expect(cause).toMatchObject({ code: 'internal', err: { stack: expect.stringContaining('caused by:') as string } });
  }
});
