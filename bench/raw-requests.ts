import { connect, type Socket } from 'node:net';
import { nowMs } from './child.ts';

const headerEnd = Buffer.from('\r\n\r\n');
const ok = Buffer.from('HTTP/1.1 200 ');
const length = Buffer.from('content-length: ');
const nothing = Buffer.alloc(0);

/**
 * One connection that asks the same thing again as soon as it is answered. It reads of an answer whether it is one, and where it
 * ends: a client of HTTP would take longer for each than the server does.
 */
export class RawRequests {
  readonly delaysMs: number[] = [];
  readonly #socket: Socket;
  readonly #request: Buffer;
  readonly ended: Promise<void>;
  #finish: () => void = () => undefined;
  #rest: Buffer = nothing;
  #askedMs = 0;
  readonly #untilMs: number;

  constructor({ port, request, untilMs }: { port: number; request: Buffer; untilMs: number }) {
    this.#request = request;
    this.#untilMs = untilMs;
    this.#socket = connect({ port, host: '127.0.0.1' });
    this.#socket.setNoDelay(true);
    this.ended = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#socket.once('error', reject).once('close', () => reject(new Error('the server has hung up')));
    });
    this.#socket.on('connect', () => this.#ask()).on('data', (bytes) => this.#read(bytes));
  }

  #ask(): void {
    this.#askedMs = nowMs();
    this.#socket.write(this.#request);
  }

  #read(bytes: Buffer): void {
    const view = this.#rest.length > 0 ? Buffer.concat([this.#rest, bytes]) : bytes;
    const end = endOf(view);
    this.#rest = view;
    if (end === null || view.length < end) return;
    this.#rest = nothing;
    const now = nowMs();
    this.delaysMs.push(now - this.#askedMs);
    if (now < this.#untilMs) return this.#ask();
    this.#finish();
    this.#socket.destroy();
  }
}

/** Null while not all of the headers are there. */
function endOf(view: Buffer): number | null {
  const end = view.indexOf(headerEnd);
  if (end < 0) return null;
  if (view.compare(ok, 0, ok.length, 0, ok.length) !== 0) throw new Error(view.toString('utf8', 0, end));
  const at = view.indexOf(length);
  return (
    end + headerEnd.length + Number.parseInt(view.toString('latin1', at + length.length, at + length.length + 12), 10)
  );
}
