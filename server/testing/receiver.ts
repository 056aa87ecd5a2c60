import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Delivery } from '#lib/contract/bots.ts';
import { bodyOf, listenHere, portOf, stopServer } from './local-server.ts';
import { until } from './until.ts';

export interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  delivery: Delivery;
}

/** What it does with a request. A number is a status; a function does as it likes, or nothing at all. */
type Behaviour = number | { status: number; headers: Record<string, string> } | ((res: ServerResponse) => void);

/** The other side of an endpoint: keeps what it is sent, and answers as it is told. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly #server = createServer((req, res) => void this.#take(req, res));
  /** What it does with each; taken with 200 unless a test says otherwise. */
  behave: (received: Received) => Behaviour = () => 200;

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await listenHere(receiver.#server);
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}/hook`;
  }

  /** The ids of the messages that it was told, in the order in which it was. */
  get messageIds(): string[] {
    return this.received.flatMap(({ delivery }) => (delivery.type === 'message.created' ? [delivery.messageId] : []));
  }

  /** The first `count` that came. */
  async first(count: number): Promise<Received[]> {
    await until(() => this.received.length >= count);
    return this.received.slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopServer(this.#server);
  }

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const text = (await bodyOf(req)).toString();
    const received = { headers: req.headers, text, delivery: JSON.parse(text) as Delivery };
    const behaviour = this.behave(received);
    this.received.push(received);
    if (typeof behaviour === 'function') return behaviour(res);
    const { status, headers } = typeof behaviour === 'number' ? { status: behaviour, headers: {} } : behaviour;
    res.writeHead(status, headers).end(`answered with ${status}`);
  }
}
