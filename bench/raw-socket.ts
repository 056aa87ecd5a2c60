import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { subprotocol } from '#lib/protocol/version.ts';

/** To a ping without a payload, as ours is: who stays silent is closed after 35 s. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

interface RawSocketOptions {
  port: number;
  ticket: string;
  onFrame(): void;
  /** Closed by the other side, once it was open. */
  onLost(): void;
}

/** A WebSocket that only counts: a full client would take longer for each frame than the server does. */
export class RawSocket {
  readonly opened: Promise<void>;
  readonly #socket: Socket;
  readonly #onFrame: () => void;
  readonly #onLost: () => void;
  #rest: Buffer = Buffer.alloc(0);
  #isUpgraded = false;
  /** Bytes of a frame's payload that are still to come. */
  #left = 0;

  constructor({ port, ticket, onFrame, onLost }: RawSocketOptions) {
    this.#onFrame = onFrame;
    this.#onLost = onLost;
    this.#socket = connect({ port, host: '127.0.0.1' });
    this.#socket.setNoDelay(true);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once('error', reject).once('close', () => reject(new Error('closed while opening')));
      this.#socket.on('data', (bytes: Buffer) =>
        this.#isUpgraded ? this.#count(bytes) : this.#upgrade(bytes, resolve),
      );
    });
    this.#socket.write(
      `GET /connect?ticket=${ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
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
    this.#rest = Buffer.alloc(0);
    resolve();
    this.#count(all.subarray(end + 4));
  }

  #count(bytes: Buffer): void {
    let at = Math.min(this.#left, bytes.length);
    this.#left -= at;
    while (at < bytes.length) {
      const view = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes.subarray(at)]) : bytes.subarray(at);
      const before = this.#rest.length;
      const header = headerOf(view);
      this.#rest = header === null ? Buffer.from(view) : Buffer.alloc(0);
      if (header === null) return;
      if (header.isData) this.#onFrame();
      else if (header.isPing) this.#socket.write(pong);
      const taken = Math.min(header.length + header.payload, view.length);
      this.#left = header.length + header.payload - taken;
      at += taken - before;
    }
  }
}

/** Null while there is not all of it. */
function headerOf(view: Buffer): { length: number; payload: number; isData: boolean; isPing: boolean } | null {
  const [first = 0, mark = 0] = view;
  const opcode = first & 0x0f;
  const kind = { isData: opcode < 8, isPing: opcode === 9 };
  if (view.length < 2 || (mark === 126 && view.length < 4) || (mark === 127 && view.length < 10)) return null;
  if (mark < 126) return { length: 2, payload: mark, ...kind };
  if (mark === 126) return { length: 4, payload: view.readUInt16BE(2), ...kind };
  return { length: 10, payload: Number(view.readBigUInt64BE(2)), ...kind };
}
