import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askMachine, askNameServers } from './look-up.ts';

const typeA = 1;
const typeAAAA = 28;

/** What the name server below has under each name, by the type of the question. It keeps silent on names that aren't here. */
const zone: Record<string, Record<number, number[][]>> = {
  'both.example.test': { [typeA]: [[93, 184, 215, 14]], [typeAAAA]: [[0x26, 6, ...Array<number>(13).fill(0), 1]] },
  'four.example.test': {
    [typeA]: [
      [93, 184, 215, 14],
      [10, 0, 0, 7],
    ],
  },
  'neither.example.test': {},
};

const socket = createSocket('udp4');
let servers: string[] = [];

beforeAll(async () => {
  socket.on('message', (question, from) => {
    const answer = answerTo(question);
    if (answer !== null) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  servers = [`127.0.0.1:${socket.address().port}`];
});
afterAll(() => new Promise<void>((resolve) => socket.close(() => resolve())));

/** RFC 1035, 4.1: the question again, and a record for each address. */
function answerTo(question: Buffer): Buffer | null {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const records = zone[labels.join('.').toLowerCase()];
  if (records === undefined) return null;
  const type = question.readUInt16BE(at + 1);
  const found = records[type] ?? [];
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(found.length, 6);
  head.writeUInt32BE(0, 8);
  const answers = found.map((bytes) => Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes]));
  return Buffer.concat([head, question.subarray(12, at + 5), ...answers]);
}

test('a name is all of its addresses, of both kinds', async () => {
  const { signal } = new AbortController();
  expect(await askNameServers('both.example.test', signal, servers)).toEqual(['93.184.215.14', '2606::1']);
  expect(await askNameServers('four.example.test', signal, servers)).toEqual(['93.184.215.14', '10.0.0.7']);
});

test('a name without an address is none', async () => {
  const { signal } = new AbortController();
  await expect(askNameServers('neither.example.test', signal, servers)).rejects.toThrowError('ENODATA');
});

test('name servers that keep silent are waited for only as long as whoever asked wants to', async () => {
  const asked = askNameServers('silent.example.test', AbortSignal.timeout(50), servers);
  await expect(asked).rejects.toThrowError('ECANCELLED');
});

test('what the operator named may be known to this machine only', async () => {
  expect(await askMachine('localhost')).toContain('127.0.0.1');
});
