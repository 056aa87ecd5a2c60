import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Ears, Member, Seat } from './member.ts';

type EjabberdSeat = Extract<Seat, { kind: 'ejabberd' }>;

const messageEnd = Buffer.from('</message>');
const body = Buffer.from('<body>');
const nothing = Buffer.alloc(0);

/** Speaks just enough XMPP, over TCP, which is its own way and dearer in nothing than its WebSocket. */
export async function enterEjabberd(seat: EjabberdSeat, ears: Ears): Promise<Member> {
  const socket = connect({ port: seat.port, host: '127.0.0.1' });
  socket.setNoDelay(true);
  await once(socket, 'connect');
  await signIn(socket, seat);
  await join(socket, seat);
  const waiting = new Map<string, () => void>();
  let said = 0;
  let rest = nothing;
  socket.on('data', (bytes: Buffer) => {
    const view = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    let start = 0;
    for (let at = view.indexOf(messageEnd); at >= 0; at = view.indexOf(messageEnd, start)) {
      if (view.subarray(start, at).includes(body)) ears.onHeard(view, start, at);
      if (waiting.size > 0) settle(waiting, view.toString('utf8', start, at));
      start = at + messageEnd.length;
    }
    rest = start < view.length ? Buffer.from(view.subarray(start)) : nothing;
  });
  socket.once('close', ears.onLost);
  return {
    // A room tells its members in order once it has archived, the sender among them: that is its acknowledgement.
    say: (text) =>
      new Promise((resolve) => {
        const id = `${seat.nick}-${said}`;
        said += 1;
        waiting.set(id, resolve);
        socket.write(`<message to='${seat.room}' type='groupchat' id='${id}'><body>${text}</body></message>`);
      }),
  };
}

async function signIn(socket: Socket, { host }: EjabberdSeat): Promise<void> {
  const stream = `<stream:stream to='${host}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;
  await exchange(socket, stream, '</stream:features>');
  await exchange(socket, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>", '<success');
  await exchange(socket, stream, '</stream:features>');
  await exchange(socket, "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", '</iq>');
}

/** What a room says last to whoever comes in is its subject. */
async function join(socket: Socket, { room, nick }: EjabberdSeat): Promise<void> {
  const presence = `<presence to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
  await exchange(socket, presence, '</message>');
}

async function exchange(socket: Socket, words: string, answer: string): Promise<void> {
  let heard = '';
  const answered = new Promise<void>((resolve, reject) => {
    const listen = (bytes: Buffer) => {
      heard += bytes.toString();
      if (/<(failure|stream:error)|type='error'/.test(heard)) reject(new Error(heard));
      if (!heard.includes(answer)) return;
      socket.off('data', listen);
      resolve();
    };
    socket.on('data', listen);
  });
  socket.write(words);
  await answered;
}

/** Whoever is waiting has heard itself. */
function settle(waiting: Map<string, () => void>, stanza: string): void {
  for (const [id, resolve] of waiting) {
    if (!stanza.includes(`id='${id}'`)) continue;
    waiting.delete(id);
    resolve();
  }
}
