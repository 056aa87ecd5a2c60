import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenHere, portOf, stopServer } from '#server/testing/local-server.ts';
import { readGithubPerson } from './github.ts';

const server = createServer(answer);
let emails: unknown = [];
let api = '';

beforeAll(async () => {
  await listenHere(server);
  api = `http://127.0.0.1:${portOf(server)}`;
});
afterAll(() => stopServer(server));

function answer(req: IncomingMessage, res: ServerResponse): void {
  const isThem = req.headers.authorization === 'Bearer theirs';
  // What stands on the public page is whatever they wrote there.
  const body = req.url === '/user' ? { id: 7, login: 'sam', name: null, email: 'ceo@elsewhere.test' } : emails;
  res.writeHead(isThem ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

test('somebody at GitHub has the address that is primary there, and it is proven only if GitHub says so', async () => {
  const second = { email: 'second@home.test', primary: false, verified: true };
  emails = [second, { email: 'sam@home.test', primary: true, verified: true }];
  expect(await readGithubPerson(api, 'theirs')).toEqual({
    id: 7,
    name: 'sam',
    email: 'sam@home.test',
    isVerified: true,
  });
  emails = [second, { email: 'sam@home.test', primary: true, verified: false }];
  expect(await readGithubPerson(api, 'theirs')).toMatchObject({ email: 'sam@home.test', isVerified: false });
  emails = [second];
  expect(await readGithubPerson(api, 'theirs')).toEqual({ id: 7, name: 'sam', isVerified: false });
});

test('an answer that is none, or another one, is nobody', async () => {
  await expect(readGithubPerson(api, 'stolen')).rejects.toThrow('GitHub answered 401');
  emails = { message: 'not a list' };
  await expect(readGithubPerson(api, 'theirs')).rejects.toThrow('expected array');
});
