import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { must } from '#lib/std/must.ts';
import { addressOf } from './chat/attachments/addresses.ts';
import { issueLink } from './accounts/password-links.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { ask } from './testing/ask.ts';
import { documented } from './testing/documented.ts';
import { rowCounts } from './testing/row-counts.ts';
import { setScene, type Scene, type Way } from './testing/scene.ts';

/** Another one spoils other places. */
const seed = 41;
const triesPerCredential = 200;

let house: TestApp;
let scene: Scene;
let tried = 0;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  scene = await setScene(house.app);
});
afterAll(async () => {
  process.stdout.write(`spoilt credentials: ${Object.keys(credentials).length} kinds, ${tried} tried, 0 let in\n`);
  await house.close();
});

interface Credential {
  /** One that opens something. */
  whole(): string | Promise<string>;
  /** The status that somebody gets who comes with it. */
  come(credential: string): Promise<number>;
}

const credentials: Record<string, Credential> = {
  'a session cookie': {
    whole: () => must(headersOf('cookie')['cookie']?.split('=')[1], 'a cookie'),
    come: (sealed) => read({ cookie: `claw-chat.session=${sealed}` }),
  },
  'a bearer token': { whole: () => bearerOf('token'), come: (token) => read({ authorization: `Bearer ${token}` }) },
  'a personal key': { whole: () => bearerOf('key'), come: (key) => read({ authorization: `Bearer ${key}` }) },
  'a bot key': {
    whole: () => bearerOf('bot key'),
    come: (key) => read({ authorization: `Bearer ${key}`, 'x-kilo-sandbox-id': scene.sandboxId }),
  },
  'a ticket': {
    whole: () => ticketOf(),
    come: (ticket) => open(`${house.url.replace('http', 'ws')}/connect?ticket=${encodeURIComponent(ticket)}`),
  },
  'the signature of a file’s address': {
    whole: () => must(fileAddress().searchParams.get('signature'), 'a signature'),
    come: async (signature) => {
      const address = fileAddress();
      address.searchParams.set('signature', signature);
      return (await ask('GET', address.href)).status;
    },
  },
  'an invitation': {
    whole: () => scene.invitation.token,
    come: (token) => query('invitations.preview', { token }),
  },
  'a link that sets a password': {
    whole: async () => {
      const issue = { userId: scene.owner.userId, lifeMs: 3_600_000 };
      const { link } = await house.app.transaction((tx) => issueLink(house.app, tx, issue));
      return must(link.split('/').at(-1), 'a link');
    },
    come: async (token) => {
      const body = { token, password: 'another good password' };
      return (await ask('POST', `${house.url}/api/trpc/accounts.resetPassword`, { headers: ours(), body })).status;
    },
  },
};

test.each(Object.entries(credentials))(
  '%s opens nothing once a sign of it is another, missing, or one too many; whole it does',
  async (name, { whole, come }) => {
    const credential = await whole();
    const before = await rowCounts(house.app);
    for (const spoilt of spoiltFrom(credential)) {
      const status = await come(spoilt);
      tried++;
      expect(status, `by ${spoilt}`).toBeGreaterThanOrEqual(400);
      expect(status, `by ${spoilt}`).toBeLessThan(500);
    }
    expect(await rowCounts(house.app)).toEqual(before);
    // There is no such file: who may have it learns that.
    expect(await come(credential)).toBe(name.includes('file') ? 404 : 200);
  },
);

test('nothing that stands in the database opens anything', async () => {
  await ticketOf();
  const { sql } = house.app;
  const written = await sql<{ kind: 'cck' | 'ccb' | null; id: string; text: string }[]>`
    select null as kind, id, id as text from sessions
    union all select 'cck', id, encode(secret_hash, 'hex') from api_keys
    union all select 'ccb', id, encode(secret_hash, 'hex') from bot_keys
    union all select null, '', encode(hash, 'hex') from connect_tickets
    union all select null, '', encode(hash, 'hex') from invitations
    union all select null, '', encode(hash, 'hex') from password_links
    union all select null, '', pepper from users
    union all select null, '', secret from bot_endpoints`;
  expect(written.length).toBeGreaterThanOrEqual(30);
  const { come: link } = must(credentials['a link that sets a password'], 'links');
  for (const { kind, id, text } of written) {
    const bytes = /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex').toString('base64url') : text;
    for (const secret of new Set([text, bytes, `${kind}_${id}_${bytes}`])) {
      expect(await read({ cookie: `claw-chat.session=${secret}` })).toBe(401);
      expect(await read({ authorization: `Bearer ${secret}`, 'x-kilo-sandbox-id': scene.sandboxId })).toBe(401);
      expect(await open(`${house.url.replace('http', 'ws')}/connect?ticket=${encodeURIComponent(secret)}`)).toBe(401);
      expect(await query('invitations.preview', { token: secret })).toBeGreaterThanOrEqual(400);
      expect(await link(secret)).toBeGreaterThanOrEqual(400);
    }
  }
});

test('as many were tried as documented', () => expect(tried).toBeGreaterThanOrEqual(documented('credentials')));

/** Base64 can be written in several ways: what still says the same bytes, to whoever reads it leniently, is not spoilt. */
function spoiltFrom(whole: string): string[] {
  const places = [...whole].map((_sign, at) => at);
  const place = fc.constantFrom(...places);
  const sign = fc.constantFrom(...'ABCxyz019-_.=+/%"\'\\<é');
  const cut = (at: number, sign_: string, gone: number) => whole.slice(0, at) + sign_ + whole.slice(at + gone);
  const spoilings = fc.oneof(
    fc.tuple(place, sign).map(([at, other]) => cut(at, other, 1)),
    fc.tuple(place, sign).map(([at, more]) => cut(at, more, 0)),
    place.map((at) => cut(at, '', 1)),
    place.map((at) => whole.slice(0, at)),
    fc.constantFrom(whole + whole, `${whole}.`, `${whole}A`, `.${whole}`, whole.toUpperCase(), whole.toLowerCase()),
    fc.constantFrom('null', 'undefined', '../..', 'x'.repeat(4_000), "' or 1=1 --", '{}', '%00', 'A'.repeat(43)),
  );
  const drawn = fc.sample(spoilings, { seed, numRuns: triesPerCredential });
  return [...new Set(drawn)].filter((spoilt) => bytesOf(spoilt) !== bytesOf(whole));
}

function bytesOf(text: string): string {
  return text
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.');
}

async function ticketOf(): Promise<string> {
  return (await ask('POST', `${house.url}/connect-ticket`, { headers: headersOf('cookie') })).body.ticket;
}

function headersOf(by: Way['by']): Record<string, string> {
  const role = by === 'bot key' ? 'bot' : 'owner';
  return must(
    scene.ways.find((way) => way.role === role && way.by === by),
    `a way of ${role} by ${by}`,
  ).headers;
}

function bearerOf(by: Way['by']): string {
  return must(headersOf(by)['authorization']?.split(' ')[1], 'a bearer');
}

function ours(): Record<string, string> {
  return { origin: house.url, 'x-claw-chat': '1' };
}

async function read(headers: Record<string, string>): Promise<number> {
  return (await ask('GET', `${house.url}/v1/conversations`, { headers })).status;
}

async function query(name: string, input: object): Promise<number> {
  const asked = `${house.url}/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`;
  return (await ask('GET', asked)).status;
}

/** The same each time. */
function fileAddress(): URL {
  const { conversationId, owner } = scene;
  const expiresAt = 4_102_444_800_000;
  const attachmentId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const grant = { purpose: 'file', conversationId, attachmentId, memberId: owner.userId, expiresAt } as const;
  return new URL(addressOf(house.app, grant), house.url);
}

/** 200 for a socket. */
async function open(url: string): Promise<number> {
  const socket = new WebSocket(url);
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(200));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
  socket.terminate();
  return status;
}
