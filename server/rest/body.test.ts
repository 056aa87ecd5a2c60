import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { until } from '#server/testing/until.ts';
import { readJson, refuseUnstorable } from './body.ts';

test.each([
  ['U+0000 in a value', { text: 'a\0b' }],
  ['U+0000 in a name', { 'a\0b': 1 }],
  ['half of a pair in a value', { deep: [{ text: '\ud83d' }] }],
  ['half of a pair in a name', { '\udc00': true }],
])('%s is refused, wherever it stands', (_what, input) => {
  expect(() => refuseUnstorable(input)).toThrowError('can not be stored');
});

test('input nested deeper than any of ours is refused instead of followed', () => {
  let input: unknown = 'deep';
  for (let level = 0; level < 1_000; level++) input = [input];
  expect(() => refuseUnstorable(input)).toThrowError('nested too deeply');
});

test('whole pairs and all other text pass', () => {
  const input = { text: '👍 e\u0301 \u2028', n: 1, list: [null, true] };
  expect(refuseUnstorable(input)).toBe(input);
});

test('a body that broke off is the sender’s affair, and no outage of ours', async () => {
  const readings: Promise<unknown>[] = [];
  const server = createServer((req) => readings.push(readJson(req).catch((error: unknown) => error)));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"half":');
  await until(() => readings.length === 1);
  socket.destroy();
  expect(await readings[0]).toMatchObject({ code: 'invalid_input' });
  await new Promise((closed) => server.close(closed));
});
