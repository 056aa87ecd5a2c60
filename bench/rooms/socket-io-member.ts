import { RawSocket } from '../raw-socket.ts';
import type { Ears, Member, Seat } from './member.ts';

/** Engine.IO's own frames, then Socket.IO's packets in its `4`. */
const ping = '2'.charCodeAt(0);
const connected = Buffer.from('40');
const event = Buffer.from('42');
const acknowledged = Buffer.from('43');

/** Speaks as socket.io-client does over a WebSocket from the beginning, and reads no more of a frame than it must. */
export async function enterSocketIo(
  { port }: Extract<Seat, { kind: 'socket.io' }>,
  { onHeard, onLost }: Ears,
): Promise<Member> {
  const waiting = new Map<number, () => void>();
  let said = 0;
  let isIn: () => void = () => undefined;
  const inside = new Promise<void>((resolve) => (isIn = resolve));
  const begins = (view: Buffer, start: number, wanted: Buffer) =>
    view[start] === wanted[0] && view[start + 1] === wanted[1];
  const socket = new RawSocket({
    port,
    path: '/socket.io/?EIO=4&transport=websocket',
    onLost,
    onFrame: (view, start, end) => {
      if (end - start === 1 && view[start] === ping) return socket.send('3');
      if (begins(view, start, event)) return onHeard(view, start, end);
      if (begins(view, start, acknowledged)) return settle(waiting, view.toString('utf8', start + 2, end));
      if (begins(view, start, connected)) isIn();
    },
  });
  await socket.opened;
  socket.send('40');
  await inside;
  return {
    say: (text) =>
      new Promise((resolve) => {
        waiting.set(said, resolve);
        socket.send(`42${said}${JSON.stringify(['say', text])}`);
        said += 1;
      }),
  };
}

/** `<number>[…]`: what that number waits for is stored. */
function settle(waiting: Map<number, () => void>, packet: string): void {
  const id = Number.parseInt(packet, 10);
  waiting.get(id)?.();
  waiting.delete(id);
}
