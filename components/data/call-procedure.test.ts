import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { problemOf } from './problem.ts';
import { trpcClient } from './trpc.ts';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  isOurs: boolean;
  body: string;
}

const asked: Asked[] = [];
let answer: { status: number; body: string };

const server = createServer((req, res) => {
  void readAll(req).then((body) => {
    asked.push({ method: req.method, url: req.url, isOurs: req.headers['x-claw-chat'] === '1', body });
    res.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
});
const browserFetch = globalThis.fetch;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // In a browser an address without an origin is the page's own.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (path, init) => browserFetch(`${origin}${path as string}`, init);
});
afterAll(() => {
  globalThis.fetch = browserFetch;
  server.close();
});
beforeEach(() => void asked.splice(0));

test('a query is read with its input in the address, a mutation sent in the body, both marked as ours', async () => {
  answer = { status: 200, body: JSON.stringify({ result: { data: { sandboxes: [] } } }) };
  expect(await trpcClient.sandboxes.list.query()).toEqual({ sandboxes: [] });
  await trpcClient.conversations.get.query({ conversationId: 'a&b' });
  await trpcClient.conversations.rename.mutate({ conversationId: 'c', title: 'Ü' });
  expect(asked).toEqual([
    { method: 'GET', url: '/api/trpc/sandboxes.list', isOurs: true, body: '' },
    {
      method: 'GET',
      url: '/api/trpc/conversations.get?input=%7B%22conversationId%22%3A%22a%26b%22%7D',
      isOurs: true,
      body: '',
    },
    {
      method: 'POST',
      url: '/api/trpc/conversations.rename',
      isOurs: true,
      body: '{"conversationId":"c","title":"Ü"}',
    },
  ]);
});

test('a refusal keeps its code and its sentence; a page of something in between is no answer', async () => {
  const data = { code: 'not_found', requestId: 'r1', issues: null };
  answer = { status: 404, body: JSON.stringify({ error: { message: 'There is no such conversation.', data } }) };
  const refused = await trpcClient.conversations.leave.mutate({ conversationId: 'c' }).catch((error: unknown) => error);
  expect(problemOf(refused)).toMatchObject({ code: 'not_found', message: 'There is no such conversation.' });
  answer = { status: 502, body: '<h1>Bad gateway</h1>' };
  const broken = await trpcClient.conversations.leave.mutate({ conversationId: 'c' }).catch((error: unknown) => error);
  expect(problemOf(broken).code).toBeNull();
});

test('a reader who asks something else takes the earlier question back', async () => {
  answer = { status: 200, body: '{}' };
  const asking = new AbortController();
  asking.abort();
  await expect(trpcClient.sandboxes.list.query(undefined, { signal: asking.signal })).rejects.toThrow(/abort/i);
  expect(asked).toEqual([]);
});

async function readAll(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of req) body += String(chunk);
  return body;
}
