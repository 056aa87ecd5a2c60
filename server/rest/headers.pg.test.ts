import { afterAll, beforeAll, expect, test } from 'vitest';
import { authSettings } from '#server/accounts/auth-settings.ts';
import { StartFailure } from '#server/start-failure.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask } from '#server/testing/ask.ts';
import { setScene, type Scene } from '#server/testing/scene.ts';
import { corsOrigins } from './cors.ts';

const tools = 'https://tools.example.org';
const elsewhere = 'https://elsewhere.example';

/** As it stands behind a proxy that ends https, with one page of another origin let in. */
let house: TestApp;
let scene: Scene;

beforeAll(async () => {
  const env = { PUBLIC_URL: 'https://chat.example.org', TRUSTED_PROXIES: '10.0.0.0/8', CORS_ORIGINS: `${tools}/` };
  house = await startTestApp({ env, limits: 'generous' });
  scene = await setScene(house.app);
});
afterAll(() => house.close());

const get = (path: string, headers: Record<string, string> = {}) => ask('GET', house.ownUrl + path, { headers });
const headersOf = (by: string) => scene.ways.find((way) => way.role === 'owner' && way.by === by)?.headers ?? {};

test.each(['/health', '/v1/conversations', '/v1/nothing', '/api/trpc/accounts.door', '/a/page', '//'])(
  '%s is answered with every header that keeps a browser from guessing, framing and telling',
  async (path) => {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/) as string,
    });
    expect(headers.get('permissions-policy')).toContain('camera=()');
  },
);

test('a page gets a policy with a nonce of its own, data one under which nothing runs', async () => {
  const policies = await Promise.all([get('/a/page'), get('/a/page')]).then((both) =>
    both.map(({ headers }) => headers.get('content-security-policy') ?? ''),
  );
  const [policy = ''] = policies;
  expect(new Set(policies).size).toBe(2);
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]{22}';/);
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(policy).toContain("connect-src 'self' wss://chat.example.org;");
  expect(policy).toContain("frame-ancestors 'none'");
  const data = await get('/v1/conversations');
  expect(data.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
});

test('plain http is not told to be https for a year', async () => {
  await using plain = await startTestApp();
  const { headers } = await ask('GET', `${plain.url}/health`);
  expect(headers.get('strict-transport-security')).toBeNull();
});

test('on https the cookies are bound to this host; one without the prefix is nobody', async () => {
  const { cookies } = authSettings(house.app, { method: 'GET', path: ['session'], headers: {}, form: {} });
  for (const cookie of Object.values(cookies ?? {})) {
    expect(cookie?.name).toMatch(/^__Host-/);
    expect(cookie?.options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/', secure: true });
  }
  const { cookie = '' } = headersOf('cookie');
  expect((await get('/v1/conversations', { cookie })).status).toBe(200);
  expect((await get('/v1/conversations', { cookie: cookie.replace('__Host-', '') })).status).toBe(401);
  expect((await get('/v1/conversations', { cookie: cookie.replace('__Host-', '__Secure-') })).status).toBe(401);
});

test('of two cookies that claim to be the session none counts, unless they are the same', async () => {
  const { cookie = '' } = headersOf('cookie');
  const name = cookie.slice(0, cookie.indexOf('='));
  const status = async (header: string) => (await get('/v1/conversations', { cookie: header })).status;
  expect(await status(`${name}=planted; ${cookie}`)).toBe(401);
  expect(await status(`${cookie}; ${name}=planted`)).toBe(401);
  expect(await status(`${cookie}; ${cookie}; other=1`)).toBe(200);
});

test('a forged X-Forwarded-For makes nobody local, and no proxy vouches for who isn’t behind one', async () => {
  await using fresh = await startTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  const needsCode = async (forwarded: Record<string, string>) =>
    (await ask('GET', `${fresh.url}/api/trpc/accounts.door`, { headers: forwarded })).body.result.data
      .needsCode as boolean;
  expect(await needsCode({})).toBe(false);
  for (const value of ['127.0.0.1', '::1', '203.0.113.9', '127.0.0.1, 203.0.113.9', 'localhost', '']) {
    expect([value, await needsCode({ 'x-forwarded-for': value })]).toEqual([value, true]);
  }
  expect(await needsCode({ forwarded: 'for=127.0.0.1' })).toBe(true);
  expect(await needsCode({ 'x-real-ip': '127.0.0.1' })).toBe(true);
});

test('the Host and the forwarding headers of a request decide nothing: not the origin, not the cookie’s name', async () => {
  const { cookie = '' } = headersOf('cookie');
  const forged = { 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'http', 'x-claw-chat': '1', cookie };
  const tried = (origin: string) =>
    ask('POST', `${house.ownUrl}/connect-ticket`, { headers: { ...forged, origin }, body: {} });
  expect(await tried('http://elsewhere.example')).toMatchObject({ status: 403, code: 'foreign_origin' });
  expect((await tried('https://chat.example.org')).status).toBe(201);
});

test('a page that was let in is answered to its preflight and its bearer, and never with credentials', async () => {
  const preflight = await ask('OPTIONS', `${house.ownUrl}/v1/messages`, {
    headers: {
      origin: tools,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  const read = await get('/v1/conversations', { ...headersOf('token'), origin: tools });
  for (const { headers } of [preflight, read]) {
    expect(headers.get('access-control-allow-origin')).toBe(tools);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toContain('Origin');
  }
  expect(read.status).toBe(200);
});

test('a page that was let in changes nothing with a cookie', async () => {
  const headers = { ...headersOf('cookie'), origin: tools };
  const body = { conversationId: scene.conversationId, content: [{ type: 'text', text: 'hello' }] };
  expect(await ask('POST', `${house.ownUrl}/v1/messages`, { headers, body })).toMatchObject({ code: 'foreign_origin' });
});

test('nobody else, and no other path than /v1, is told that another origin may ask', async () => {
  const asked = async (path: string, origin: string) =>
    (await get(path, { ...headersOf('token'), origin })).headers.get('access-control-allow-origin');
  for (const origin of [elsewhere, 'null', `${tools}.elsewhere.example`, 'http://tools.example.org']) {
    expect([origin, await asked('/v1/conversations', origin)]).toEqual([origin, null]);
  }
  for (const path of ['/api/trpc/accounts.door', '/health', '/bot/v1/sandboxes/x/conversations', '/a/page']) {
    expect([path, await asked(path, tools)]).toEqual([path, null]);
  }
  const preflight = { origin: elsewhere, 'access-control-request-method': 'POST' };
  const refused = await ask('OPTIONS', `${house.ownUrl}/v1/messages`, { headers: preflight });
  expect(refused.status).toBe(405);
});

test('without CORS_ORIGINS nobody is let in but, in development, what runs on one’s own machine', () => {
  expect([...corsOrigins({ corsOrigins: [], mode: 'production' })]).toEqual([]);
  expect([...corsOrigins({ corsOrigins: [], mode: 'development' })]).toEqual(['http://localhost:3000']);
});

test.each(['*', 'tools.example.org', 'https://tools.example.org/path', 'file:///x'])(
  'CORS_ORIGINS=%s is refused at the start',
  (entry) => expect(() => corsOrigins({ corsOrigins: [entry], mode: 'production' })).toThrowError(StartFailure),
);
