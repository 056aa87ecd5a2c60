import { expect, test } from 'vitest';
import { readEvents, type ServerSentEvent } from './read-events.ts';

async function read(pieces: Uint8Array[]): Promise<ServerSentEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const events: ServerSentEvent[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

const stream =
  ': here\n\nid: 1\nevent: message.created\ndata: {"text":"Grüße 🦀: yes"}\n\n: ping\n\ndata: one\ndata:two\ndata\n\nevent: nothing\n\ndata:  x\n\n';
const told = [
  { event: 'message.created', data: '{"text":"Grüße 🦀: yes"}' },
  { event: null, data: 'one\ntwo\n' },
  { event: null, data: ' x' },
];

test('events are read as the standard says, however lines end', async () => {
  for (const end of ['\n', '\r\n', '\r']) {
    expect([end, await read([bytes(stream.replaceAll('\n', end))])]).toEqual([end, told]);
  }
});

test('it doesn’t matter where the bytes were cut on their way', async () => {
  for (const end of ['\n', '\r\n']) {
    const whole = bytes(`\ufeff${stream.replaceAll('\n', end)}`);
    expect(await read(Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(told);
    for (let at = 0; at < whole.length; at++) {
      expect([at, await read([whole.slice(0, at), whole.slice(at)])]).toEqual([at, told]);
    }
  }
});

test('an event that was cut off by the end of its stream is none', async () => {
  expect(await read([bytes('data: whole\n\ndata: half\n')])).toEqual([{ event: null, data: 'whole' }]);
});
