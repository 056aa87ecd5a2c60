import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { certificateOf } from '#server/testing/certificate.ts';
import { createOutboundGuard, type OutboundGuard } from './guard.ts';
import { postGuarded, type Outgoing, type Posted } from './post.ts';

const running: AsyncDisposable[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of running.splice(0)) await one[Symbol.asyncDispose]();
});

/** Listens on this machine and answers with its port. */
async function listening(server: Server): Promise<number> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket.on('close', () => open.delete(socket)).on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  running.push({
    [Symbol.asyncDispose]: () => {
      for (const socket of open) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
  return (server.address() as AddressInfo).port;
}

const httpServer = (answer: RequestListener) => listening(createHttpServer(answer));

/** Whatever it gets, it writes this and nothing of HTTP's own. */
function rawServer(answer: (socket: Socket) => void): Promise<number> {
  return listening(createTcpServer((socket) => socket.once('data', () => answer(socket))));
}

const neighbour = createOutboundGuard(['127.0.0.1']);

function post(port: number, more: Partial<Outgoing> = {}, guard: OutboundGuard = neighbour): Promise<Posted> {
  return postGuarded(guard, {
    url: `http://127.0.0.1:${port}/hook`,
    headers: { 'content-type': 'application/json' },
    body: '{"hello":"Jürgen"}',
    timeoutMs: 10_000,
    answerMax: 1_000,
    ...more,
  });
}

test('what is posted arrives whole, and the answer comes back', async () => {
  let seen: object = {};
  const port = await httpServer((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    req.on('end', () => {
      const { method, url, headers } = req;
      seen = { method, url, body, headers };
      res.writeHead(429, { 'retry-after': '7' }).end('busy');
    });
  });
  const posted = await post(port, { url: `http://127.0.0.1:${port}/hook?for=me#part` });
  expect(posted).toMatchObject({ outcome: 'answered', status: 429, headers: { 'retry-after': '7' }, text: 'busy' });
  expect(seen).toMatchObject({
    method: 'POST',
    url: '/hook?for=me',
    body: '{"hello":"Jürgen"}',
    headers: {
      host: `127.0.0.1:${port}`,
      'content-type': 'application/json',
      'content-length': '19',
      connection: 'close',
    },
  });
});

test('no header of the sender’s own says another host than the one that was checked', async () => {
  let host: string | undefined;
  const port = await httpServer((req, res) => {
    host = req.headers.host;
    res.end();
  });
  await post(port, { headers: { Host: 'metadata.google.internal' } });
  expect(host).toBe(`127.0.0.1:${port}`);
});

test.each([301, 302, 303, 307, 308])('a redirect (%i) is an answer, and nobody follows it', async (status) => {
  let calls = 0;
  const port = await httpServer((_req, res) => {
    calls += 1;
    res.writeHead(status, { location: '/elsewhere' }).end();
  });
  expect(await post(port)).toMatchObject({ outcome: 'answered', status, headers: { location: '/elsewhere' } });
  expect(calls).toBe(1);
});

test('a proxy of the environment isn’t asked', async () => {
  const proxied = vi.fn<() => void>();
  const proxy = await httpServer((_req, res) => {
    proxied();
    res.end();
  });
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, `http://127.0.0.1:${proxy}`);
  vi.stubEnv('NODE_USE_ENV_PROXY', '1');
  const port = await httpServer((_req, res) => res.end('direct'));
  expect(await post(port)).toMatchObject({ outcome: 'answered', text: 'direct' });
  expect(proxied).not.toHaveBeenCalled();
});

test('who never answers is left when the time is over, and may have got it', async () => {
  const port = await httpServer(() => undefined);
  expect(await post(port, { timeoutMs: 100 })).toMatchObject({
    outcome: 'failed',
    why: 'timeout',
    mayHaveArrived: true,
  });
});

test('who says 200 has it, though the rest of the answer never comes', async () => {
  const port = await httpServer((_req, res) => void res.writeHead(200, { 'content-length': '100' }).write('so far'));
  expect(await post(port, { timeoutMs: 200 })).toMatchObject({ outcome: 'answered', status: 200, text: 'so far' });
});

test('of megabytes only the beginning is read, and the connection is dropped', async () => {
  const dropped = Promise.withResolvers<void>();
  const port = await httpServer((_req, res) => {
    res.on('close', dropped.resolve);
    const fill = () => {
      while (res.write('x'.repeat(64 * 1024))) continue;
    };
    res.on('drain', fill);
    fill();
  });
  expect(await post(port, { answerMax: 10 })).toMatchObject({ outcome: 'answered', text: 'xxxxxxxxxx' });
  await dropped.promise;
});

test('a head that goes on for ever is no answer', async () => {
  const port = await rawServer((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`));
  expect(await post(port)).toMatchObject({ outcome: 'failed', why: 'bad_answer', detail: 'HPE_HEADER_OVERFLOW' });
});

test.each([
  ['nonsense', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['an answer that says two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx'],
])('%s is no answer', async (_what, bytes) => {
  const port = await rawServer((socket) => socket.end(bytes));
  expect(await post(port)).toMatchObject({ outcome: 'failed', why: 'bad_answer', mayHaveArrived: true });
});

test('who would rather speak another protocol hasn’t answered', async () => {
  const head = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';
  const port = await rawServer((socket) => socket.write(head));
  expect(await post(port)).toMatchObject({ outcome: 'failed', why: 'reset', mayHaveArrived: true });
});

test('who hangs up on us may have got it', async () => {
  const port = await rawServer((socket) => socket.resetAndDestroy());
  expect(await post(port)).toMatchObject({ outcome: 'failed', why: 'reset', mayHaveArrived: true });
  const polite = await rawServer((socket) => socket.end());
  expect(await post(polite)).toMatchObject({ outcome: 'failed', why: 'reset', mayHaveArrived: true });
});

test('where nobody listens nothing arrived', async () => {
  const server = createTcpServer();
  const port = await listening(server);
  await running.pop()?.[Symbol.asyncDispose]();
  expect(await post(port)).toMatchObject({
    outcome: 'failed',
    why: 'connect',
    detail: 'ECONNREFUSED',
    mayHaveArrived: false,
  });
});

test('a name that nobody knows leads nowhere, and one that is never looked up ends with the time', async () => {
  const url = 'https://bot.example.test/';
  const unknown = createOutboundGuard([], {
    lookUp: () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
  });
  expect(await post(0, { url }, unknown)).toMatchObject({
    outcome: 'failed',
    why: 'dns',
    detail: 'ENOTFOUND',
    mayHaveArrived: false,
  });
  const silent = createOutboundGuard([], { lookUp: () => new Promise(() => undefined) });
  expect(await post(0, { url, timeoutMs: 50 }, silent)).toMatchObject({ why: 'timeout', mayHaveArrived: false });
});

test('whoever asked can stop asking', async () => {
  const stop = new AbortController();
  const port = await httpServer(() => stop.abort());
  expect(await post(port, { signal: stop.signal })).toMatchObject({ why: 'stopped', mayHaveArrived: true });
  expect(await post(port, { signal: stop.signal })).toMatchObject({ why: 'stopped', mayHaveArrived: false });
});

test('a name that leads elsewhere a moment later is called where it was checked', async () => {
  const calls: string[] = [];
  const port = await httpServer((_req, res) => {
    calls.push('here');
    res.end();
  });
  const asked: string[] = [];
  const turning = createOutboundGuard(['hook.example.test'], {
    lookUpAllowed: (name) => {
      asked.push(name);
      // Nobody is at 127.0.0.2, so a second question would end in a connection that fails.
      return Promise.resolve(asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2']);
    },
  });
  const posted = await post(port, { url: `http://hook.example.test:${port}/` }, turning);
  expect(posted).toMatchObject({ outcome: 'answered', status: 200 });
  expect({ asked, calls }).toEqual({ asked: ['hook.example.test'], calls: ['here'] });
});

test('a name with more than one place is called at one that answers', async () => {
  const port = await httpServer((_req, res) => res.end('here'));
  const several = createOutboundGuard(['hook.example.test'], {
    lookUpAllowed: () => Promise.resolve(['127.0.0.2', '127.0.0.1']),
  });
  const posted = await post(port, { url: `http://hook.example.test:${port}/` }, several);
  expect(posted).toMatchObject({ outcome: 'answered', text: 'here' });
});

test('each request has a connection of its own', async () => {
  const ports: (number | undefined)[] = [];
  const port = await httpServer((req, res) => {
    ports.push(req.socket.remotePort);
    res.end();
  });
  await post(port);
  await post(port);
  expect(new Set(ports).size).toBe(2);
});

const { key, cert } = certificateOf('hook.example.test');

async function secureServer(): Promise<{ port: number; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createHttpsServer({ key, cert }, (req, res) => {
    req.on('data', (part: Buffer) => bodies.push(part.toString()));
    req.on('end', () => res.end('sealed'));
  });
  return { port: await listening(server), bodies };
}

const known = (name: string, authority?: string) =>
  createOutboundGuard([name], {
    lookUpAllowed: () => Promise.resolve(['127.0.0.1']),
    ...(authority !== undefined && { authority }),
  });

test('a certificate is asked for by the name, wherever the name leads', async () => {
  const { port } = await secureServer();
  const url = `https://hook.example.test:${port}/`;
  const posted = await post(port, { url }, known('hook.example.test', cert));
  expect(posted).toMatchObject({ outcome: 'answered', text: 'sealed' });
});

test.each([
  ['of another name', 'other.example.test', cert, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['that nobody vouches for', 'hook.example.test', undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
])('to a certificate %s nothing is said', async (_what, name, authority, detail) => {
  const { port, bodies } = await secureServer();
  const posted = await post(port, { url: `https://${name}:${port}/` }, known(name, authority));
  expect(posted).toMatchObject({ outcome: 'failed', why: 'tls', detail, mayHaveArrived: false });
  expect(bodies).toEqual([]);
});

test('who speaks no TLS where it was promised gets nothing', async () => {
  const heard: string[] = [];
  const port = await listening(
    createTcpServer((socket) =>
      socket.on('data', (part) => {
        heard.push(part.toString());
        socket.end('HTTP/1.1 200 OK\r\n\r\n');
      }),
    ),
  );
  const posted = await post(port, { url: `https://hook.example.test:${port}/` }, known('hook.example.test'));
  expect(posted).toMatchObject({ outcome: 'failed', why: 'tls', mayHaveArrived: false });
  expect(heard.join('')).not.toContain('hello');
});
