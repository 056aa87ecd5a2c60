import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#lib/std/must.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { ask } from './testing/ask.ts';
import { authorisation } from './testing/authorisation-table.ts';
import { allDoors, isMutating, knock, type Door } from './testing/doors.ts';
import { setScene, type Role, type Scene, type Way } from './testing/scene.ts';

let house: TestApp;
let scene: Scene;
const doors = allDoors().filter((door) => door.kind !== 'socket');

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous', env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  scene = await setScene(house.app);
});
afterAll(() => house.close());

const wayOf = (role: Role, by: Way['by']): Way =>
  must(
    scene.ways.find((way) => way.role === role && way.by === by),
    `a way of ${role}`,
  );

/** Where a cookie can change something. */
const byCookie = doors.filter((door) => isMutating(door) && door.access !== 'bot' && door.access !== 'public');

test.each(byCookie.map((door) => [door.name, door] as const))(
  '%s refuses a change by cookie that another page asked for, or that nobody vouches for',
  async (name, door) => {
    const input = authorisation[name]?.input?.(scene);
    const { cookie = '', origin = '' } = wayOf('owner', 'cookie').headers;
    const tries: [string, Record<string, string>][] = [
      ['foreign_origin', { cookie, origin: 'https://elsewhere.example', 'x-claw-chat': '1' }],
      ['foreign_origin', { cookie, origin: 'null', 'x-claw-chat': '1' }],
      ['foreign_origin', { cookie, origin: `${origin}.elsewhere.example`, 'x-claw-chat': '1' }],
      ['foreign_origin', { cookie, 'x-claw-chat': '1' }],
      ['missing_header', { cookie, origin }],
    ];
    for (const [code, headers] of tries) {
      expect(await knock(house.url, door, { headers, input })).toMatchObject({ status: 403, code });
    }
  },
);

/** Copies of an input, each with one string in it, or the name of one field, spoilt. */
function* spoilt(input: unknown): Generator<unknown> {
  if (typeof input === 'string') yield* [`${input}\0`, `${input}\ud800`];
  if (input === null || typeof input !== 'object') return;
  for (const [name, value] of Object.entries(input)) {
    const withOther = (other: unknown) =>
      Array.isArray(input) ? input.with(Number(name), other) : { ...input, [name]: other };
    for (const other of spoilt(value)) yield withOther(other);
  }
  if (!Array.isArray(input)) yield { ...input, 'a\0b': 1 };
}

const withInput = doors.filter((door) => authorisation[door.name]?.input !== undefined);

test.each(withInput.map((door) => [door.name, door] as const))(
  '%s refuses U+0000 and half of a pair in each string of its input',
  async (name, door) => {
    const input = must(authorisation[name]?.input, 'an input')(scene);
    const { headers } = wayOf(door.access === 'bot' ? 'bot' : 'owner', door.access === 'bot' ? 'bot key' : 'cookie');
    for (const bad of spoilt(input)) {
      const before = JSON.stringify(bad);
      // A path can't carry half of a pair at all; what it names is otherwise unknown.
      const isInPath = [...door.path.matchAll(/:(\w+)/g)].some(([, part = '']) => changed(input, bad, part));
      if (isInPath && before.includes('\\ud800')) continue;
      const { status, code } = await knock(house.url, door, { headers, input: bad as Record<string, unknown> });
      // A query can't either: what comes of it is another character, and storable.
      const isInQuery = door.kind === 'route' && ['GET', 'DELETE'].includes(door.method);
      const fits = isInPath || isInQuery ? [400, 404, 200] : [400];
      expect(fits, `${before}: ${status} ${code}`).toContain(status);
    }
  },
);

function changed(input: Record<string, unknown>, bad: unknown, name: string): boolean {
  return (bad as Record<string, unknown>)[name] !== input[name];
}

/** Sends 10 MB until there is an answer, and waits for the other side to hang up. */
async function pour(door: Door, chunked: boolean): Promise<{ answer: string; sent: number }> {
  const { headers } = wayOf('owner', 'cookie');
  const path = door.path.replace(/:(\w+)/g, 'x');
  const length = chunked ? 'transfer-encoding: chunked' : `content-length: ${bytes}`;
  const lines = Object.entries({ ...headers, 'content-type': 'application/json' }).map(([k, v]) => `${k}: ${v}`);
  const { hostname, port } = new URL(house.url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  let sent = 0;
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(`POST ${path} HTTP/1.1\r\nhost: ${hostname}\r\n${length}\r\n${lines.join('\r\n')}\r\n\r\n`);
  const piece = Buffer.alloc(64 * 1024, 'x');
  const framed = chunked ? Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')]) : piece;
  // Waits for each piece to be taken, as a sender on a slow line does: what is never read is never sent.
  while (sent < bytes && answer === '' && !socket.destroyed) {
    await Promise.race([closed, new Promise((taken) => socket.write(framed, taken))]);
    await new Promise((resolve) => setImmediate(resolve));
    sent += piece.length;
  }
  await closed;
  return { answer, sent };
}

const bytes = 10 * 1024 * 1024;
const takers = doors.filter((door) => isMutating(door) && ['messages.send', 'POST /v1/messages'].includes(door.name));

test.each(takers.flatMap((door) => [false, true].map((chunked) => [door.name, chunked, door] as const)))(
  '%s answers 413 to 10 MB (in chunks: %s), closes, and does not read on',
  async (_name, chunked, door) => {
    const { answer, sent } = await pour(door, chunked);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('"too_large"');
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(sent).toBeLessThan(bytes / 2);
  },
);

test.each(doors.filter(isMutating).map((door) => [door.name, door] as const))(
  '%s refuses 10 MB, or more than it takes, before it asks who is calling',
  async (_name, door) => {
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(house.url);
      const length = Math.max(bytes, (door.bytesMax ?? 0) + 1);
      const headers = { 'content-length': length, 'content-type': 'application/json' };
      const path = door.path.replace(/:(\w+)/g, 'x');
      const asking = request({ hostname, port, path, method: door.method, headers }, (res) => {
        asking.destroy();
        resolve(res.statusCode);
      });
      asking.on('error', reject).flushHeaders();
    });
    expect(status).toBe(413);
  },
);

test('what pages take is bounded as well, and its length has to be known', async () => {
  const path = `${house.url}/api/auth/callback/credentials`;
  const { origin = '' } = wayOf('owner', 'cookie').headers;
  const form = { origin, 'content-type': 'application/x-www-form-urlencoded' };
  expect(await ask('POST', path, { headers: form, body: 'x'.repeat(1024 * 1024 + 1) })).toMatchObject({ status: 413 });
  const body = new ReadableStream({ start: (to) => (to.enqueue(new TextEncoder().encode('a=b')), to.close()) });
  const streamedIn = await fetch(path, { method: 'POST', headers: form, body, duplex: 'half' } as RequestInit);
  expect(streamedIn.status).toBe(413);
});
