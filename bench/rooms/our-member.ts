import { Agent, request } from 'node:http';
import { ulid } from 'ulid';
import { subprotocol } from '#lib/protocol/version.ts';
import { RawSocket } from '../raw-socket.ts';
import type { Ears, Member, Seat } from './member.ts';

const agent = new Agent({ keepAlive: true });
/** As the product's client does. */
const pingEveryMs = 15_000;
const created = Buffer.from('"event":"message.created"');
const subscribed = Buffer.from('"type":"context.subscribed"');
/** What kind a frame is stands in its first bytes; what people say comes later. */
const kindWithin = 200;

export type OurSeat = Extract<Seat, { kind: 'ours' }>;

/** As a page is: listens over the socket, speaks over HTTP. */
export async function enterOurs(seat: OurSeat, { onHeard, onLost }: Ears): Promise<Member> {
  let missing = seat.contexts.length;
  let isIn: () => void = () => undefined;
  const inside = new Promise<void>((resolve) => (isIn = resolve));
  const socket = new RawSocket({
    port: seat.port,
    path: `/connect?ticket=${seat.ticket}`,
    protocol: subprotocol,
    onLost,
    onFrame: (view, start, end) => {
      const beginning = view.subarray(start, Math.min(end, start + kindWithin));
      if (beginning.includes(created)) onHeard(view, start, end);
      else if (missing > 0 && beginning.includes(subscribed) && --missing === 0) isIn();
    },
  });
  await socket.opened;
  const contexts = seat.contexts.map((context) => ({ context, after: 0 }));
  socket.send(JSON.stringify({ type: 'context.subscribe', contexts }));
  await inside;
  setInterval(() => socket.send('ping'), pingEveryMs);
  return { say: (text) => post(seat, text) };
}

function post({ port, headers, contexts }: OurSeat, text: string): Promise<void> {
  const conversationId = contexts[0]?.split('/').at(-1);
  const body = JSON.stringify({ conversationId, clientId: ulid(), content: [{ type: 'text', text }] });
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port,
        agent,
        method: 'POST',
        path: '/api/trpc/messages.send',
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        response.resume().once('error', reject);
        response.once('end', () =>
          response.statusCode === 200 ? resolve() : reject(new Error(`a send was answered ${response.statusCode}`)),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
