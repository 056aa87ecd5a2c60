import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { drained } from '../drained.ts';
import type { Wire } from './connection.ts';

/**
 * Frames go straight to the stream: nothing else is queued before them, since `ws` queues only what it compresses. A class
 * rather than an object of functions: there is one for each idle socket, and functions of its own would weigh more than it.
 */
export class SocketWire implements Wire {
  readonly #webSocket: WebSocket;
  readonly #stream: Duplex;
  #draining: Promise<void> | null = null;

  constructor(webSocket: WebSocket, stream: Duplex) {
    this.#webSocket = webSocket;
    this.#stream = stream;
  }

  write(frame: Buffer): void {
    if (this.#webSocket.readyState === this.#webSocket.OPEN) this.#stream.write(frame);
  }

  bytesWaiting(): number {
    return this.#stream.writableLength;
  }

  isCongested(): boolean {
    return this.#stream.writableNeedDrain;
  }

  drained(): Promise<void> {
    return (this.#draining ??= drained(this.#stream).finally(() => (this.#draining = null)));
  }

  ping(): void {
    this.#webSocket.ping();
  }

  close(code: number): void {
    this.#webSocket.close(code);
  }

  destroy(): void {
    this.#webSocket.terminate();
  }
}
