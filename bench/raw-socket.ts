import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** To a ping without a payload, as ours is: who stays silent is closed after 35 s. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
const nothing = Buffer.alloc(0);

interface RawSocketOptions {
  port: number;
  path: string;
  protocol?: string;
  /** Of a whole frame, where its payload lies: good until this returns. */
  onFrame(view: Buffer, start: number, end: number): void;
  /** Closed by the other side, once it was open. */
  onLost(): void;
}

/** A WebSocket that looks at bytes at most: a full client would take longer for each frame than the server does. */
export class RawSocket {
  readonly opened: Promise<void>;
  readonly #socket: Socket;
  readonly #onFrame: RawSocketOptions['onFrame'];
  readonly #onLost: () => void;
  #rest: Buffer = nothing;
  #isUpgraded = false;

  constructor({ port, path, protocol, onFrame, onLost }: RawSocketOptions) {
    this.#onFrame = onFrame;
    this.#onLost = onLost;
    this.#socket = connect({ port, host: '127.0.0.1' });
    this.#socket.setNoDelay(true);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once('error', reject).once('close', () => reject(new Error('closed while opening')));
      this.#socket.on('data', (bytes: Buffer) =>
        this.#isUpgraded ? this.#read(bytes) : this.#upgrade(bytes, resolve),
      );
    });
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n` +
        `${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
  }

  /** Masked, as a client's frames are; with a mask of zeros the text stays what it is. */
  send(text: string): void {
    const payload = Buffer.from(text);
    const header = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.from([0x81, 0xfe, 0, 0]);
    if (payload.length >= 126) header.writeUInt16BE(payload.length, 2);
    this.#socket.write(Buffer.concat([header, Buffer.alloc(4), payload]));
  }

  destroy(): void {
    this.#socket.off('close', this.#onLost);
    this.#socket.destroy();
  }

  #upgrade(bytes: Buffer, resolve: () => void): void {
    const all = Buffer.concat([this.#rest, bytes]);
    const end = all.indexOf('\r\n\r\n');
    this.#rest = all;
    if (end < 0) return;
    if (!all.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) throw new Error(all.toString('utf8', 0, 60));
    this.#isUpgraded = true;
    this.#socket.once('close', this.#onLost);
    this.#rest = nothing;
    resolve();
    this.#read(all.subarray(end + 4));
  }

  /** What a chunk has cut in two waits for the next one. The frames here are far smaller than a chunk. */
  #read(bytes: Buffer): void {
    const view = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    let at = 0;
    for (let header = headerOf(view, at); header !== null; header = headerOf(view, at)) {
      const start = at + header.length;
      at = start + header.payload;
      if (header.isData) this.#onFrame(view, start, at);
      else if (header.isPing) this.#socket.write(pong);
    }
    this.#rest = at < view.length ? Buffer.from(view.subarray(at)) : nothing;
  }
}

interface Header {
  length: number;
  payload: number;
  isData: boolean;
  isPing: boolean;
}

/** Null while there is not all of the frame. */
function headerOf(view: Buffer, at: number): Header | null {
  const there = view.length - at;
  if (there < 2) return null;
  const [opcode, mark] = [(view[at] ?? 0) & 0x0f, view[at + 1] ?? 0];
  const length = mark < 126 ? 2 : mark === 126 ? 4 : 10;
  if (there < length) return null;
  const payload = mark < 126 ? mark : mark === 126 ? view.readUInt16BE(at + 2) : Number(view.readBigUInt64BE(at + 2));
  return there < length + payload ? null : { length, payload, isData: opcode < 8, isPing: opcode === 9 };
}
