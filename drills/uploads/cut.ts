import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the line is cut. The last two have sent everything; the last one ends with the server. */
export const places = [
  'in the headers',
  'after the headers',
  'after the first byte',
  'in the middle',
  'before the last byte',
  'before the answer',
  'node killed',
] as const;
export type Place = (typeof places)[number];

interface Cut {
  port: number;
  path: string;
  bytes: Buffer;
  place: Place;
  /** What the cut is, where it is not the line. */
  kill(): Promise<void>;
}

/** Long enough for what was sent to be under way, and for an answer of a loopback to have come; both may happen. */
const lingerMs = 5;

/** As a phone in a tunnel sends a file: the line ends at this place, with a reset, and nobody has seen an answer. */
export async function uploadAndCut({ port, path, bytes, place, kill }: Cut): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  const head = Buffer.from(
    `PUT ${path} HTTP/1.1\r\nhost: home.test\r\ncontent-type: text/plain\r\ncontent-length: ${bytes.length}\r\n\r\n`,
  );
  const sent = Buffer.concat([head, bytes]).subarray(0, lengthUntil(place, head.length, bytes.length));
  await new Promise<void>((resolve) => void socket.write(sent, () => resolve()));
  await sleep(lingerMs);
  if (place === 'node killed') {
    await kill();
    // There is nobody left to reset it with: that can fail, and then the socket would never say that it has closed.
    socket.destroy();
  } else socket.resetAndDestroy();
  await closed;
}

function lengthUntil(place: Place, head: number, body: number): number {
  switch (place) {
    case 'in the headers':
      return Math.floor(head / 2);
    case 'after the headers':
      return head;
    case 'after the first byte':
      return head + 1;
    case 'in the middle':
    case 'node killed':
      return head + Math.floor(body / 2);
    case 'before the last byte':
      return head + body - 1;
    case 'before the answer':
      return head + body;
  }
}
