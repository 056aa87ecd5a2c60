import type { Socket } from 'node:net';

/** What happens to a connection, and after how many bytes from the server. */
export type Harm =
  | { kind: 'none' }
  | { kind: 'reset' | 'close' | 'half-close down' | 'half-close up' | 'black hole'; afterBytes: number }
  | { kind: 'delay'; ms: number }
  | { kind: 'throttle'; bytesAtOnce: number };

export type HarmKind = Harm['kind'];

/** One connection through the proxy: bytes from the server go down, bytes from the client go up. */
export class Link {
  readonly ended: Promise<void>;
  readonly #client: Socket;
  readonly #upstream: Socket;
  readonly #harm: Harm;
  readonly #onHarm: (kind: HarmKind) => void;
  #downBytes = 0;
  #isBlack = false;
  #isCutDown = false;
  /** Slow pieces leave in the order in which they came. */
  #slow: Promise<void> = Promise.resolve();

  constructor(client: Socket, upstream: Socket, { harm, onHarm }: { harm: Harm; onHarm(kind: HarmKind): void }) {
    this.#client = client;
    this.#upstream = upstream;
    this.#harm = harm;
    this.#onHarm = onHarm;
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', () => undefined);
    upstream.on('data', (bytes: Buffer) => this.#down(bytes)).on('end', () => this.#passEnd(client));
    client.on('data', (bytes: Buffer) => this.#up(bytes)).on('end', () => this.#passEnd(upstream));
    // A socket that is gone takes the other one along, unless nobody is to notice.
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => this.#isBlack || client.destroy());
    this.ended = Promise.all([closed(client), closed(upstream)]).then(() => undefined);
  }

  blackHole(): void {
    this.#isBlack = true;
  }

  /** The client stops reading, as a phone does that sleeps: what is sent to it waits on the server's side. */
  stall(isStalled: boolean): void {
    if (isStalled) this.#upstream.pause();
    else this.#upstream.resume();
  }

  destroy(): void {
    this.#client.destroy();
    this.#upstream.destroy();
  }

  #up(bytes: Buffer): void {
    if (!this.#isBlack && this.#upstream.writable) this.#upstream.write(bytes);
  }

  #down(bytes: Buffer): void {
    if (this.#isBlack || this.#isCutDown) return;
    const harm = this.#harm;
    if (harm.kind === 'none') return this.#pass(bytes);
    const isFirst = this.#downBytes === 0;
    this.#downBytes += bytes.length;
    if (harm.kind === 'delay' || harm.kind === 'throttle') {
      if (isFirst) this.#onHarm(harm.kind);
      return harm.kind === 'delay' ? this.#later(bytes, harm.ms) : this.#inPieces(bytes, harm.bytesAtOnce);
    }
    const before = harm.afterBytes - this.#downBytes + bytes.length;
    if (before < 0) return this.#pass(bytes);
    this.#pass(bytes.subarray(0, before));
    if (bytes.length >= before) this.#strike(harm.kind);
  }

  #strike(kind: 'reset' | 'close' | 'half-close down' | 'half-close up' | 'black hole'): void {
    this.#onHarm(kind);
    this.#isCutDown = kind !== 'half-close up';
    if (kind === 'black hole') return this.blackHole();
    if (kind === 'half-close up') this.#upstream.end();
    if (kind === 'half-close down' || kind === 'close') this.#client.end();
    if (kind === 'close') this.#upstream.end();
    if (kind === 'reset') for (const socket of [this.#client, this.#upstream]) socket.resetAndDestroy();
  }

  #pass(bytes: Buffer): void {
    if (bytes.length > 0 && !this.#isBlack && this.#client.writable) this.#client.write(bytes);
  }

  #passEnd(socket: Socket): void {
    void this.#slow.then(() => this.#isBlack || socket.end());
  }

  #later(bytes: Buffer, ms: number): void {
    const due = wait(ms);
    this.#slow = this.#slow.then(async () => {
      await due;
      this.#pass(bytes);
    });
  }

  #inPieces(bytes: Buffer, bytesAtOnce: number): void {
    for (let at = 0; at < bytes.length; at += bytesAtOnce) {
      const piece = bytes.subarray(at, at + bytesAtOnce);
      this.#slow = this.#slow.then(async () => {
        this.#pass(piece);
        await wait(1);
      });
    }
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
