import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { secretsInLog } from './secrets-in-log.ts';

test.each([
  ['a session id', `{"session":"${randomBytes(32).toString('base64url')}"}`],
  ['a ticket in an address', 'GET /connect?ticket=abc'],
  ['a bot key', 'ccb_01arz3ndektsv4rrffq69g5fav_x'],
  ['a key of a model’s endpoint', 'Incorrect API key provided: sk-proj-abcdefgh'],
  ['a token', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
  ['a password', 'signing in with correct horse battery'],
])('%s is found', (_what, line) => expect(secretsInLog(`fine\n${line}\nfine`)).toHaveLength(1));

test('ids, addresses and sentences are no secrets', () => {
  const line =
    '{"requestId":"6a2f220d-422f-4a19-8f9f-0287328eefdf","path":"/v1/conversations/01ARZ3NDEKTSV4RRFFQ69G5FAV","caller":"bot:kiloclaw:builtin-cg497z8kedhr"}';
  expect(secretsInLog(line)).toEqual([]);
});
