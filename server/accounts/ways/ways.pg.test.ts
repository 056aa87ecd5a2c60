import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { AuthBrowser } from '#server/testing/auth-browser.ts';
import { startOidcProvider, type OidcProvider } from '#server/testing/oidc-provider.ts';
import { enter, guest, person, type Person } from '#server/testing/personas.ts';
import { inviteTo, organizationOf } from '#server/testing/invited.ts';

const clock = movableClock();
let provider: OidcProvider;
let house: TestApp;
/** The operator; knows a password. */
let maya: Person;
let written = '';

beforeAll(async () => {
  provider = await startOidcProvider();
  const log = { write: (line: string) => void (written += line) };
  house = await startTestApp({ clock, log, limits: 'generous', env: { ...provider.env, SIGN_UP: 'invitation' } });
  maya = await person(house.app, 'Maya');
});
beforeEach(() => {
  provider.otherwise = null;
  provider.isRefused = false;
});
afterAll(async () => {
  await house.close();
  await provider[Symbol.asyncDispose]();
});

const browser = () => new AuthBrowser(house.app);
const setMode = async (signUp: string) => {
  await house.app.sql`update instance set settings = ${house.app.sql.json({ signUp })}`;
  await house.app.settings.reload();
};

async function whoIs(one: AuthBrowser) {
  const { headers } = one;
  return (await ask('GET', `${house.url}/api/trpc/accounts.me`, { headers })).body?.result?.data ?? null;
}

async function peopleAndIdentities() {
  const [row] = await house.app.sql`
    select (select count(*) from users) as users, (select count(*) from identities) as identities,
      (select count(*) from sessions) as sessions`;
  return row;
}

test('who has an account with a proven address gets into it, and is known from then on', async () => {
  const lena = await guest(house.app, 'Lena');
  provider.somebody = { sub: 'lena-1', email: 'Lena@home.test', email_verified: true, name: 'L.' };
  const one = browser();
  expect((await one.signIn()).href).toBe(`${house.url}/claw/chat`);
  expect(await whoIs(one)).toMatchObject({ id: lena.principal.userId, name: 'Lena' });
  const [session] = await house.app.sql`
    select user_agent, address from sessions where user_id = ${lena.principal.userId} order by created_at desc limit 1`;
  expect(session).toEqual({ user_agent: 'a browser', address: '192.0.2.1' });

  // By what the provider calls them, whatever address it says now.
  provider.somebody = { sub: 'lena-1', email: 'elsewhere@home.test', email_verified: false };
  const other = browser();
  await other.signIn();
  expect(await whoIs(other)).toMatchObject({ id: lena.principal.userId });
});

test.each([
  ['says that it isn’t proven', { email_verified: false }],
  ['doesn’t say whether it is proven', {}],
])('an address of which the provider %s opens no account', async (_how, claims) => {
  provider.somebody = { sub: 'thief', email: maya.email, ...claims };
  const before = await peopleAndIdentities();
  const one = browser();
  expect((await one.signIn()).searchParams.get('error')).toBe('email_not_verified');
  expect(await whoIs(one)).toBeNull();
  expect(await peopleAndIdentities()).toEqual(before);
});

test('without an address nobody is found or made', async () => {
  provider.somebody = { sub: 'nameless' };
  expect((await browser().signIn()).searchParams.get('error')).toBe('email_not_verified');
});

test('where people make their own accounts, one with a password isn’t taken over by its address', async () => {
  provider.somebody = { sub: 'maya-1', email: maya.email, email_verified: true };
  for (const mode of ['open', 'invitation']) {
    await setMode(mode);
    const one = browser();
    expect((await one.signIn()).searchParams.get('error')).toBe('password_first');
    expect(await whoIs(one)).toBeNull();
  }
  await setMode('closed');
  const one = browser();
  await one.signIn();
  expect(await whoIs(one)).toMatchObject({ id: maya.principal.userId });
  await setMode('invitation');
});

test('a disabled person doesn’t get in, known or found by their address', async () => {
  const gone = await guest(house.app, 'Gone');
  await house.app.sql`update users set disabled_at = now() where id = ${gone.principal.userId}`;
  provider.somebody = { sub: 'gone-1', email: gone.email, email_verified: true };
  expect((await browser().signIn()).searchParams.get('error')).toBe('disabled');
  await house.app.sql`insert into identities (issuer, subject, user_id) values
    (${provider.env.OIDC_ISSUER}, 'gone-1', ${gone.principal.userId})`;
  const one = browser();
  expect((await one.signIn()).searchParams.get('error')).toBe('disabled');
  expect(await whoIs(one)).toBeNull();
});

test('somebody new makes an account where sign-up is open, and has no password and a first conversation', async () => {
  await setMode('open');
  provider.somebody = { sub: 'nia', email: 'nia@home.test', email_verified: true, name: ' Nia\u0000 Ro ' };
  const one = browser();
  await one.signIn();
  const nia = await whoIs(one);
  expect(nia).toMatchObject({ name: 'Nia  Ro', email: 'nia@home.test', isOperator: false });
  const [row] = await house.app.sql`
    select password_hash, (select count(*) from conversations where created_by = users.id) as conversations
    from users where id = ${nia.id}`;
  expect(row).toEqual({ password_hash: null, conversations: 1 });
  await setMode('invitation');
});

test('who presses twice is made once', async () => {
  await setMode('open');
  provider.somebody = { sub: 'twice', email: 'twice@home.test', email_verified: true };
  const both = [browser(), browser()];
  await Promise.all(both.map((one) => one.signIn()));
  const [first, second] = await Promise.all(both.map(whoIs));
  expect(first.id).toBe(second.id);
  await setMode('invitation');
});

test.each(['closed', 'invitation'])('somebody new makes no account where sign-up is %s', async (mode) => {
  await setMode(mode);
  provider.somebody = { sub: `new-${mode}`, email: `new-${mode}@home.test`, email_verified: true };
  const before = await peopleAndIdentities();
  expect((await browser().signIn()).searchParams.get('error')).toBe('signup_closed');
  expect(await peopleAndIdentities()).toEqual(before);
  await setMode('invitation');
});

test('an invitation that somebody came with lets them in, is used by it, and opens nothing for the next one', async () => {
  const organizationId = await organizationOf(house.app, maya);
  const { token } = await inviteTo(house.app, maya, organizationId);
  provider.somebody = { sub: 'invited', email: 'invited@home.test', email_verified: true };
  const one = browser();
  // Not back to its page: there it would be said to be used.
  const callbackUrl = `/invitation/${token}`;
  expect((await one.signIn('oidc', { invitation: token, callbackUrl })).pathname).toBe('/claw/chat');
  const { id } = await whoIs(one);
  const [member] = await house.app.sql`
    select role from organization_members where organization_id = ${organizationId} and user_id = ${id}`;
  expect(member).toEqual({ role: 'member' });
  const lines = await house.app.sql`
    select action, outcome from audit_entries where actor_id = ${id} and organization_id = ${organizationId}`;
  expect(lines).toEqual([{ action: 'invitation.accepted', outcome: 'done' }]);

  provider.somebody = { sub: 'next', email: 'next@home.test', email_verified: true };
  const refused = await browser().signIn('oidc', { invitation: token });
  expect(refused.searchParams.get('error')).toBe('invitation_over');
  expect(refused.searchParams.get('back')).toBe(`/invitation/${token}`);
});

test('an invitation for a proven address needs no link, and one for another address is no use', async () => {
  const organizationId = await organizationOf(house.app, maya);
  const { token } = await inviteTo(house.app, maya, organizationId, { email: 'awaited@home.test' });
  provider.somebody = { sub: 'other', email: 'other@home.test', email_verified: true };
  const refused = await browser().signIn('oidc', { invitation: token });
  expect(refused.searchParams.get('error')).toBe('invitation_for_another');
  provider.somebody = { sub: 'awaited', email: 'awaited@home.test', email_verified: true };
  const one = browser();
  await one.signIn();
  const [member] = await house.app.sql`
    select role from organization_members m join users u on u.id = m.user_id
    where m.organization_id = ${organizationId} and u.email = 'awaited@home.test'`;
  expect(member).toEqual({ role: 'member' });
});

test.each<[string, Record<string, string | number>]>([
  ['another nonce', { nonce: 'another' }],
  ['another audience', { aud: 'somebody-else' }],
  ['another issuer', { iss: 'https://elsewhere.example' }],
  ['an end that has passed', { exp: 1 }],
])('a token with %s lets nobody in', async (_what, claims) => {
  provider.somebody = { sub: 'lena-1', email: 'lena@home.test', email_verified: true };
  provider.spoils(claims);
  const one = browser();
  expect((await one.signIn()).searchParams.get('error')).toBe('OAuthCallback');
  expect(await whoIs(one)).toBeNull();
});

test('another state, no state, a code that was used and a code of another browser let nobody in', async () => {
  provider.somebody = { sub: 'lena-1', email: 'lena@home.test', email_verified: true };
  const one = browser();
  const back = await one.visit(await one.leave('oidc'));
  const wrong = new URL(back);
  wrong.searchParams.set('state', 'x'.repeat(43));
  const forged = browser();
  await forged.leave('oidc');
  expect((await forged.comeBack(wrong)).searchParams.get('error')).toBe('OAuthCallback');
  expect((await browser().comeBack(back)).searchParams.get('error')).toBe('OAuthCallback');
  const kept = new Map(one.cookies);
  expect((await one.comeBack(back)).pathname).toBe('/claw/chat');
  const replayed = browser();
  for (const [name, value] of kept) replayed.cookies.set(name, value);
  expect((await replayed.comeBack(back)).searchParams.get('error')).toBe('OAuthCallback');
  for (const stranger of [forged, replayed]) expect(await whoIs(stranger)).toBeNull();
});

test('who says no at the provider is back at the door', async () => {
  provider.isRefused = true;
  expect((await browser().signIn()).searchParams.get('error')).toBe('Callback');
});

test.each<[string, OidcProvider['otherwise']]>([
  ['is away', (res) => void res.destroy()],
  ['answers nonsense', (res) => void res.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works!</h1>')],
  ['fails', (res) => void res.writeHead(500).end()],
])('a provider that %s is told at the door, before and after somebody was there', async (_how, otherwise) => {
  provider.otherwise = otherwise;
  expect((await browser().signIn()).searchParams.get('error')).toBe('OAuthSignin');
  provider.otherwise = null;
  const one = browser();
  const back = await one.visit(await one.leave('oidc'));
  provider.otherwise = otherwise;
  expect((await one.comeBack(back)).searchParams.get('error')).toBe('OAuthCallback');
});

test('who is in links what they have at the provider, though its address is another', async () => {
  const iris = await guest(house.app, 'Iris');
  provider.somebody = { sub: 'iris-elsewhere', email: 'iris@elsewhere.test', email_verified: false };
  const one = browser();
  const fresh = await enter(house.app, iris.email);
  const [name = '', value = ''] = fresh.headers['cookie']?.split('=') ?? [];
  one.cookies.set(name, value);
  expect((await one.signIn('oidc', { link: 'yes' })).pathname).toBe('/claw/chat');
  expect(await whoIs(one)).toMatchObject({ id: iris.principal.userId });
  const ways = (await ask('GET', `${house.url}/api/trpc/accounts.waysIn`, { headers: one.headers })).body.result.data;
  expect(ways).toEqual({
    hasPassword: false,
    isFresh: true,
    providers: [{ id: 'oidc', name: 'Harbour', isLinked: true }],
  });

  const ours = { ...one.headers, origin: house.url, 'x-claw-chat': '1' };
  const body = { provider: 'oidc' };
  const last = await ask('POST', `${house.url}/api/trpc/accounts.unlink`, { headers: ours, body });
  expect(last).toMatchObject({ status: 409, code: 'conflict' });
  const next = 'a long enough password';
  const set = await ask('POST', `${house.url}/api/trpc/accounts.changePassword`, {
    headers: ours,
    body: { current: '', next },
  });
  expect(set.status).toBe(200);
  const gone = await ask('POST', `${house.url}/api/trpc/accounts.unlink`, { headers: ours, body });
  expect(gone.status).toBe(200);
  expect(await ask('POST', `${house.url}/api/trpc/accounts.unlink`, { headers: ours, body })).toMatchObject({
    status: 404,
  });
});

test('nobody links what is somebody else’s, and nobody by a session that isn’t fresh', async () => {
  const noor = await guest(house.app, 'Noor');
  provider.somebody = { sub: 'lena-1', email: 'lena@home.test', email_verified: true };
  const one = browser();
  const [name = '', value = ''] = noor.headers['cookie']?.split('=') ?? [];
  one.cookies.set(name, value);
  const taken = await one.signIn('oidc', { link: 'yes' });
  expect(taken.pathname + taken.search).toBe('/settings/profile?problem=linked_elsewhere');
  clock.pass(11 * 60_000);
  expect((await one.signIn('oidc', { link: 'yes' })).searchParams.get('problem')).toBe('sign_in_again');
});

test('who has no password deletes their account only a moment after they signed in', async () => {
  const pim = await guest(house.app, 'Pim');
  clock.pass(11 * 60_000);
  const remove = (headers: Record<string, string>) =>
    ask('POST', `${house.url}/api/trpc/accounts.delete`, { headers, body: { password: '' } });
  expect(await remove(pim.headers)).toMatchObject({ status: 403, code: 'sign_in_again' });
  provider.somebody = { sub: 'pim', email: pim.email, email_verified: true };
  const one = browser();
  await one.signIn();
  expect((await remove({ ...one.headers, origin: house.url, 'x-claw-chat': '1' })).status).toBe(200);
  expect(await whoIs(one)).toBeNull();
});

test('where it leads afterwards is a page of ours, whatever was asked for', async () => {
  provider.somebody = { sub: 'lena-1', email: 'lena@home.test', email_verified: true };
  for (const callbackUrl of ['https://elsewhere.example/', '//elsewhere.example/', `${house.url}.elsewhere.example/`]) {
    expect((await browser().signIn('oidc', { callbackUrl })).host).toBe(new URL(house.url).host);
  }
  const asked = await browser().signIn('oidc', { callbackUrl: '/settings/profile' });
  expect(asked.href).toBe(`${house.url}/settings/profile`);
});

test('an address that comes by a provider again and again is sent back, and another is not', async () => {
  await using usual = await startTestApp({ env: provider.env });
  for (let n = 0; n < 20; n++) await usual.app.limits.providerByAddress.take('192.0.2.1');
  const refused = await new AuthBrowser(usual.app).signIn();
  expect(refused.pathname + refused.search).toBe('/sign-in?error=too_many_tries');
  expect((await new AuthBrowser(usual.app, '192.0.2.2').leave('oidc')).origin).toBe(provider.env.OIDC_ISSUER);
});

test('no code, token, state or secret of a provider is ever logged', () => {
  expect(written).toContain('A sign-in by a provider failed.');
  for (const secret of [...provider.given, provider.env.OIDC_CLIENT_SECRET]) {
    expect(written.includes(secret), `a secret was logged: ${secret}`).toBe(false);
  }
});
