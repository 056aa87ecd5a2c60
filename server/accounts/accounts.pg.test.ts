import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '#lib/contract/accounts.ts';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { Listener } from '#server/testing/listener.ts';
import { openMailbox, type Mailbox } from '#server/testing/mailbox.ts';
import { enter, guest, person, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';
import { passwordLinkFor } from './password-links.ts';
import { signIn } from './sign-in.ts';

const clock = movableClock();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const elsewhere = { userAgent: 'elsewhere', address: '192.0.2.1' };

let house: TestApp;
let mailbox: Mailbox;
/** The only operator. */
let maya: Person;
let jonas: Omit<Person, 'password'>;

beforeAll(async () => {
  mailbox = await openMailbox();
  house = await startTestApp({ clock, env: { SMTP_URL: mailbox.url, MAIL_FROM: 'Claw Chat <claws@home.test>' } });
  maya = await person(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(async () => {
  await house.close();
  await mailbox[Symbol.asyncDispose]();
});

type Headers = Record<string, string>;

function change(headers: Headers, procedure: string, input?: object): Promise<Answer> {
  return ask('POST', `${house.url}/api/trpc/${procedure}`, {
    headers,
    ...(input === undefined ? {} : { body: input }),
  });
}

function read(headers: Headers, procedure: string): Promise<Answer> {
  return ask('GET', `${house.url}/api/trpc/${procedure}`, { headers });
}

async function sessionsOf(headers: Headers): Promise<Session[]> {
  return (await read(headers, 'sessions.list')).body.result.data.sessions;
}

async function isIn(headers: Headers): Promise<boolean> {
  return (await read(headers, 'accounts.me')).status === 200;
}

async function socketOf(headers: Headers): Promise<Listener> {
  const { ticket } = (await ask('POST', `${house.url}/connect-ticket`, { headers })).body;
  return Listener.open(`${house.url.replace('http', 'ws')}/connect?ticket=${ticket}`, { origin: house.url });
}

/** Pages ask for these before anybody is signed in. */
function stranger(): Headers {
  return { origin: house.url, 'x-claw-chat': '1' };
}

const askForLink = (email: string) => change(stranger(), 'accounts.requestReset', { email });
const useLink = (link: string, password = 'a whole new password') =>
  change(stranger(), 'accounts.resetPassword', { token: link.split('/reset/')[1], password });

async function linkInMailTo(email: string): Promise<string> {
  const letter = await mailbox.to(email);
  return /http\S+\/reset\/[\w-]{43}/.exec(letter)?.[0] ?? `no link in ${letter}`;
}

async function pepperOf(userId: string): Promise<string | undefined> {
  const [row] = await house.app.sql<{ pepper: string }[]>`select pepper from users where id = ${userId}`;
  return row?.pepper;
}

test('a name is trimmed and changed', async () => {
  const answer = await change(jonas.headers, 'accounts.rename', { name: '  Jonas B. ' });
  expect(answer.body.result.data).toMatchObject({ id: jonas.principal.userId, name: 'Jonas B.', isOperator: false });
  expect((await read(jonas.headers, 'accounts.me')).body.result.data.name).toBe('Jonas B.');
});

test('a list of sessions names them without what opens them, newest activity first', async () => {
  const priya = await guest(house.app, 'Priya');
  clock.pass(2 * minuteMs);
  const phone = await enter(house.app, priya.email);
  const listed = await until(async () => {
    await isIn(priya.headers);
    const sessions = await sessionsOf(phone.headers);
    return sessions[0]?.isCurrent === false && sessions;
  });
  expect(listed.map((session) => session.isCurrent)).toEqual([false, true]);
  for (const { principal } of [priya, phone]) expect(JSON.stringify(listed)).not.toContain(principal.sessionId);
  expect(listed[1]).toMatchObject({ userAgent: 'test', address: '127.0.0.1' });
  expect(listed[1]?.id).toMatch(/^[0-9a-f]{32}$/);
});

test('when a session was seen is written once a minute and no more often', async () => {
  const { sql } = house.app;
  await sql`alter table sessions add column writes integer not null default 0`;
  await sql`create function count_write() returns trigger language plpgsql as
    'begin new.writes := old.writes + 1; return new; end'`;
  await sql`create trigger counted before update on sessions for each row execute function count_write()`;
  const tom = await guest(house.app, 'Tom');
  let seen = await seenAt(tom.principal.sessionId);
  const askUntilSeen = async () => {
    await isIn(tom.headers);
    seen = await until(async () => {
      const now = await seenAt(tom.principal.sessionId);
      return now > seen && now;
    });
  };
  const writes = async () => {
    const [row] = await sql<{ writes: number }[]>`select writes from sessions where id = ${tom.principal.sessionId}`;
    return row?.writes ?? 0;
  };
  clock.pass(2 * minuteMs);
  await askUntilSeen();
  const before = await writes();
  clock.pass(minuteMs / 2);
  await isIn(tom.headers);
  clock.pass(minuteMs);
  await askUntilSeen();
  // The request between the two wrote nothing: its write would have come before the second one's.
  expect(await writes()).toBe(before + 1);
});

async function seenAt(sessionId: string): Promise<number> {
  const [row] = await house.app.sql<{ at: Date }[]>`select last_seen_at as at from sessions where id = ${sessionId}`;
  return row?.at.getTime() ?? 0;
}

test('a session that is ended from elsewhere is out at once, its open socket too', async () => {
  const priya = await guest(house.app, 'Priya One');
  const phone = await enter(house.app, priya.email);
  const socket = await socketOf(phone.headers);
  const listed = (await sessionsOf(priya.headers)).find((session) => !session.isCurrent);
  expect((await change(priya.headers, 'sessions.revoke', { id: listed?.id ?? '' })).body.result.data).toEqual({
    ok: true,
  });
  expect(await socket.ended).toBe(4001);
  expect(await isIn(phone.headers)).toBe(false);
  expect(await isIn(priya.headers)).toBe(true);
  expect((await change(priya.headers, 'sessions.revoke', { id: listed?.id ?? '' })).code).toBe('not_found');
});

test("somebody else's session is as unknown as none, and goes on", async () => {
  const [mayas] = await sessionsOf(maya.headers);
  for (const id of [mayas?.id ?? '', maya.principal.sessionId, 'f'.repeat(32), '']) {
    expect(await change(jonas.headers, 'sessions.revoke', { id })).toMatchObject({ status: 404, code: 'not_found' });
  }
  expect(await isIn(maya.headers)).toBe(true);
});

test('ending the others ends all of them but the one that asks, and nobody else’s', async () => {
  const priya = await guest(house.app, 'Priya Two');
  const others = [await enter(house.app, priya.email), await enter(house.app, priya.email)];
  await change(priya.headers, 'sessions.revokeOthers');
  expect(await Promise.all(others.map(({ headers }) => isIn(headers)))).toEqual([false, false]);
  expect([await isIn(priya.headers), await isIn(maya.headers)]).toEqual([true, true]);
  expect(await sessionsOf(priya.headers)).toHaveLength(1);
});

test('a password changes for whoever knows it, and every other session ends', async () => {
  const phone = await enter(house.app, maya.email);
  const next = 'a better one than before';
  const wrong = await change(maya.headers, 'accounts.changePassword', { current: 'not that one', next });
  expect(wrong).toMatchObject({ status: 401, code: 'wrong_password' });
  expect(await isIn(phone.headers)).toBe(true);
  const right = await change(maya.headers, 'accounts.changePassword', { current: maya.password, next });
  expect(right.body.result.data).toEqual({ ok: true });
  expect([await isIn(maya.headers), await isIn(phone.headers)]).toEqual([true, false]);
  expect(await signIn(house.app, { email: maya.email, password: next }, elsewhere)).not.toBeNull();
  maya.password = next;
});

test('a password that is easy to guess, for anybody or for whoever knows the person, is set by no way', async () => {
  const lena = await person(house.app, 'Lena Vogt');
  const { link } = await passwordLinkFor(house.app, lena.principal.userId);
  const [current, next] = [lena.password, 'LenaVogt2026'];
  const newcomer = { name: 'Noor', email: 'noor@harbor.test', password: 'noor@harbor' };
  for (const [answer, path] of [
    [await change(stranger(), 'accounts.signUp', newcomer), 'password'],
    [await change(stranger(), 'accounts.signUp', { ...newcomer, password: 'Password2026' }), 'password'],
    [await change(lena.headers, 'accounts.changePassword', { current, next }), 'next'],
    [await useLink(link, next), 'password'],
  ] as const) {
    expect(answer).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(answer.body.error.data.issues).toEqual([{ path, message: 'must not be one that is easy to guess' }]);
  }
  expect(await signIn(house.app, { email: lena.email, password: current }, elsewhere)).not.toBeNull();
  expect((await useLink(link)).status, 'the link is as good as before').toBe(200);
});

test('a stolen session finds no password: guesses with it count as guesses at the door', async () => {
  const ines = await person(house.app, 'Ines');
  for (let n = 0; n < 5; n++) await house.app.limits.signInByAccount.take(ines.email);
  for (const guess of [
    () => change(ines.headers, 'accounts.changePassword', { current: 'guess', next: 'long enough for us' }),
    () => change(ines.headers, 'accounts.delete', { password: 'guess' }),
  ]) {
    const answer = await guess();
    expect(answer).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
});

test('a link comes by mail, sets the password once, and whoever was in is out', async () => {
  const { email, headers, principal } = await guest(house.app, 'Nadia');
  const socket = await socketOf(headers);
  const pepper = await pepperOf(principal.userId);
  expect((await askForLink(` ${email.toUpperCase()}`)).body.result.data).toEqual({ byMail: true });
  const link = await linkInMailTo(email);
  expect(link.startsWith(`${house.url}/reset/`)).toBe(true);
  expect((await useLink(link)).body.result.data).toEqual({ ok: true });
  expect(await socket.ended).toBe(4001);
  expect(await isIn(headers)).toBe(false);
  expect(await pepperOf(principal.userId)).not.toBe(pepper);
  expect(await signIn(house.app, { email, password: 'a whole new password' }, elsewhere)).not.toBeNull();
  expect(await useLink(link)).toMatchObject({ status: 410, code: 'link_used' });
});

test('of two who open the same link in the same moment, one sets the password', async () => {
  const { principal } = await guest(house.app, 'Omar');
  const { link } = await passwordLinkFor(house.app, principal.userId);
  const answers = await Promise.all([useLink(link, 'the first password'), useLink(link, 'the second password')]);
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 410]);
});

test('the database holds no link that could be used', async () => {
  const { link } = await passwordLinkFor(house.app, jonas.principal.userId);
  const token = link.split('/reset/')[1] ?? '';
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const rows = await house.app.sql<{ isHash: boolean }[]>`
    select hash = sha256(convert_to(${token}, 'UTF8')) as "isHash" from password_links
    where user_id = ${jonas.principal.userId}`;
  expect(rows.map((row) => row.isHash)).toEqual([true]);
});

test('a link by mail is dead after an hour, one from an operator after a day', async () => {
  const { email, principal } = await guest(house.app, 'Edith');
  await askForLink(email);
  const mailed = await linkInMailTo(email);
  clock.pass(hourMs + 1);
  expect(await useLink(mailed)).toMatchObject({ status: 410, code: 'link_used' });
  const { link, expiresAt } = await passwordLinkFor(house.app, principal.userId);
  expect(expiresAt - clock.now().getTime()).toBeGreaterThan(23 * hourMs);
  clock.pass(24 * hourMs + 1);
  expect(await useLink(link)).toMatchObject({ status: 410, code: 'link_used' });
});

test('a newer link replaces the older one', async () => {
  const older = await passwordLinkFor(house.app, jonas.principal.userId);
  await passwordLinkFor(house.app, jonas.principal.userId);
  expect(await useLink(older.link)).toMatchObject({ status: 410, code: 'link_used' });
});

test('a link that we never made is like a used one', async () => {
  expect(await useLink(`/reset/${'A'.repeat(43)}`)).toMatchObject({ status: 410, code: 'link_used' });
});

test('an unknown address gets the same answer as a known one, and no letter', async () => {
  const [known, unknown] = [await askForLink(jonas.email), await askForLink('nobody@home.test')];
  expect(unknown.text).toBe(known.text);
  expect(unknown.status).toBe(known.status);
  await mailbox.to(jonas.email);
  expect(mailbox.letters.filter((letter) => letter.includes('nobody@home.test'))).toEqual([]);
});

test.each(['flooded@home.test', 'jonas@home.test'])(
  'the fourth letter to %s within an hour is refused',
  async (email) => {
    clock.pass(3 * hourMs);
    const answers = [];
    for (let n = 0; n < 4; n++) answers.push(await askForLink(email));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
    expect(Number(answers[3]?.headers.get('retry-after'))).toBeGreaterThan(600);
    expect((await askForLink(`not-${email}`)).status).toBe(200);
  },
);

test('a mail server that is away is for the log, and the one who asked learns nothing of it', async () => {
  const lines: string[] = [];
  const env = { SMTP_URL: 'smtp://127.0.0.1:9' };
  const away = await startTestApp({ env, log: { write: (line) => void lines.push(line) } });
  const { email } = await guest(away.app, 'Maya');
  const headers = { origin: away.url, 'x-claw-chat': '1' };
  const answer = await ask('POST', `${away.url}/api/trpc/accounts.requestReset`, { headers, body: { email } });
  expect(answer.body.result.data).toEqual({ byMail: true });
  await away.close();
  expect(lines.filter((line) => line.includes('could not be sent'))).toHaveLength(1);
  expect(lines.join('')).not.toContain('/reset/');
});

test('the last operator stays, whatever they know', async () => {
  const answer = await change(maya.headers, 'accounts.delete', { password: maya.password });
  expect(answer).toMatchObject({ status: 409, code: 'last_operator' });
  expect(await isIn(maya.headers)).toBe(true);
});

test('who leaves takes everything along, and nothing of anybody else’s', async () => {
  const { app } = house;
  const lena = await person(app, 'Lena');
  const socket = await socketOf(lena.headers);
  const wrong = await change(lena.headers, 'accounts.delete', { password: 'not that one' });
  expect(wrong).toMatchObject({ status: 401, code: 'wrong_password' });
  const before = await countOthers(lena.principal.userId);
  await change(lena.headers, 'accounts.delete', { password: lena.password });
  expect(await socket.ended).toBe(4001);
  expect(await isIn(lena.headers)).toBe(false);
  const [left] = await app.sql`
    select (select count(*) from users where id = ${lena.principal.userId}) as users,
      (select count(*) from sessions where user_id = ${lena.principal.userId}) as sessions,
      (select count(*) from sandboxes where id = ${lena.sandboxId}) as sandboxes,
      (select count(*) from conversations where id = ${lena.conversationId}) as conversations,
      (select count(*) from conversation_members where conversation_id = ${lena.conversationId}) as members`;
  expect(left).toEqual({ users: 0, sessions: 0, sandboxes: 0, conversations: 0, members: 0 });
  expect(await countOthers(lena.principal.userId)).toEqual(before);
  expect(await signIn(app, lena, elsewhere)).toBeNull();
});

async function countOthers(userId: string) {
  const [row] = await house.app.sql`
    select (select count(*) from users where id <> ${userId}) as users,
      (select count(*) from sandboxes where owner_id <> ${userId}) as sandboxes,
      (select count(*) from conversations c join sandboxes s on s.id = c.sandbox_id where s.owner_id <> ${userId})
        as conversations`;
  return row;
}

const good = 'a long enough password';
const token = 'A'.repeat(43);
test.each<[string, object]>([
  ['accounts.rename', { name: '' }],
  ['accounts.rename', { name: 'x'.repeat(81) }],
  ['accounts.rename', {}],
  ['accounts.changePassword', { current: 'x', next: 'short' }],
  ['accounts.changePassword', { current: 'x'.repeat(201), next: good }],
  ['accounts.changePassword', { current: 'x', next: 'x'.repeat(201) }],
  ['accounts.requestReset', { email: 'nobody' }],
  ['accounts.requestReset', { email: `${'x'.repeat(250)}@home.test` }],
  ['accounts.resetPassword', { token: 'x', password: good }],
  ['accounts.resetPassword', { token: `${token}\n`, password: good }],
  ['accounts.resetPassword', { token, password: 'short' }],
  ['accounts.delete', { password: 7 }],
  ['accounts.signUp', { name: 'x', email: 'x@home.test', password: good, invitation: 'x' }],
  ['accounts.unlink', { provider: 'elsewhere' }],
  ['sessions.revoke', { id: 'x'.repeat(65) }],
  ['sessions.revoke', {}],
])('%s refuses %o', async (procedure, input) => {
  expect(await change(jonas.headers, procedure, input)).toMatchObject({ status: 400, code: 'invalid_input' });
});

test.each<[string, object]>([
  ['accounts.rename', { name: 'a\0b' }],
  ['accounts.changePassword', { current: 'a\0b', next: good }],
  ['accounts.changePassword', { current: 'x', next: `${good}\0` }],
  ['accounts.requestReset', { email: 'a\0b@home.test' }],
  ['accounts.resetPassword', { token: `${token}\0`, password: good }],
  ['accounts.resetPassword', { token, password: `${good}\ud800` }],
  ['accounts.delete', { password: '\0' }],
  ['sessions.revoke', { id: '\0' }],
])('%s refuses what can not be stored: %o', async (procedure, input) => {
  expect(await change(jonas.headers, procedure, input)).toMatchObject({ status: 400, code: 'invalid_text' });
});

test.each([
  'accounts.rename',
  'accounts.changePassword',
  'accounts.delete',
  'sessions.revoke',
  'sessions.revokeOthers',
])('%s is for people who are signed in', async (procedure) => {
  expect(await change(stranger(), procedure, {})).toMatchObject({ status: 401, code: 'not_signed_in' });
});
