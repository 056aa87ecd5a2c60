import { WebSocket, type ClientOptions } from 'ws';
import { downFrameSchema, type DownFrame } from '#lib/protocol/down.ts';
import { subprotocol } from '#lib/protocol/version.ts';

type EventFrame = Extract<DownFrame, { type: 'event' }>;

/** A socket that remembers everything it got. Nothing here reconnects or judges. */
export class Listener {
  readonly socket: WebSocket;
  readonly frames: DownFrame[] = [];
  readonly pongs: string[] = [];
  /** The code that it was closed with. */
  readonly ended: Promise<number>;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === 'pong') this.pongs.push(text);
      else this.frames.push(downFrameSchema.parse(JSON.parse(text)));
      for (const look of this.#waiting) look();
    });
  }

  static async open(url: string, options: ClientOptions = {}, protocols: string[] = [subprotocol]): Promise<Listener> {
    const listener = new Listener(new WebSocket(url, protocols, options));
    await new Promise((resolve, reject) => listener.socket.once('open', resolve).once('error', reject));
    return listener;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  subscribe(...contexts: (string | { context: string; after: number; epoch?: number })[]): void {
    this.send({ type: 'context.subscribe', contexts });
  }

  events(context?: string): EventFrame[] {
    const events = this.frames.filter((frame) => frame.type === 'event');
    return context === undefined ? events : events.filter((event) => event.context === context);
  }

  ids(context?: string): (number | undefined)[] {
    return this.events(context).map((event) => event.id);
  }

  /** The first frame of a type, now or when it comes. */
  async next<T extends DownFrame['type']>(type: T): Promise<Extract<DownFrame, { type: T }>> {
    const isIt = (frame: DownFrame): frame is Extract<DownFrame, { type: T }> => frame.type === type;
    await this.until(() => this.frames.some(isIt));
    return this.frames.find(isIt) as Extract<DownFrame, { type: T }>;
  }

  /** Looks whenever something arrived. The test's own timeout ends a wait for what never comes. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  close(): Promise<number> {
    this.socket.close();
    return this.ended;
  }
}
