import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, listenHere, portOf, stopServer } from './local-server.ts';
import { until } from './until.ts';

export interface ExpoMessage {
  to: string;
  title: string;
  body: string;
  badge: number;
  data: Record<string, unknown>;
  priority: string;
  ttl: number;
}

/** An error by its code; null: it went well. */
type Verdict = string | null;

/** What is answered instead of tickets or receipts; null: those. A function does as it likes, or nothing at all. */
type Behaviour =
  { status: number; headers?: Record<string, string>; text?: string } | ((res: ServerResponse) => void) | null;

/** Expo's service, as its documentation has it: takes up to 100 messages, gives tickets, and later says what became of them. */
export class ExpoService implements AsyncDisposable {
  /** What it gave a ticket for, by the ticket. */
  readonly accepted = new Map<string, ExpoMessage>();
  /** How many messages each request held. */
  readonly requests: { path: string; count: number; headers: IncomingHttpHeaders }[] = [];
  behave: (messages: ExpoMessage[]) => Behaviour = () => null;
  ticket: (message: ExpoMessage) => Verdict = () => null;
  /** `unknown`: it doesn't say yet. */
  receipt: (message: ExpoMessage) => Verdict | { unknown: true } = () => null;
  readonly #server = createServer((req, res) => void this.#take(req, res));

  static async open(): Promise<ExpoService> {
    const service = new ExpoService();
    await listenHere(service.#server);
    return service;
  }

  /** For EXPO_PUSH_URL. */
  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}/--/api/v2/push`;
  }

  /** The first `count` that it accepted. */
  async first(count: number): Promise<ExpoMessage[]> {
    await until(() => this.accepted.size >= count);
    return [...this.accepted.values()].slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopServer(this.#server);
  }

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const asked = JSON.parse((await bodyOf(req)).toString()) as ExpoMessage[] | { ids: string[] };
    const messages = Array.isArray(asked) ? asked : [];
    const path = req.url?.split('/').at(-1) ?? '';
    this.requests.push({ path, count: Array.isArray(asked) ? asked.length : asked.ids.length, headers: req.headers });
    const behaviour = this.behave(messages);
    if (typeof behaviour === 'function') return behaviour(res);
    if (behaviour !== null) return void res.writeHead(behaviour.status, behaviour.headers).end(behaviour.text ?? '');
    if (messages.length > 100)
      return void res.writeHead(400).end('{"errors":[{"code":"PUSH_TOO_MANY_NOTIFICATIONS"}]}');
    const data = Array.isArray(asked) ? asked.map((one) => this.#ticketFor(one)) : this.#receiptsOf(asked.ids);
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
  }

  #ticketFor(message: ExpoMessage) {
    const error = this.ticket(message);
    if (error !== null) return { status: 'error', message: `${message.to}: no`, details: { error } };
    const id = `ticket-${this.accepted.size + 1}`;
    this.accepted.set(id, message);
    return { status: 'ok', id };
  }

  #receiptsOf(ids: string[]) {
    const told = ids.flatMap((id) => {
      const message = this.accepted.get(id);
      const verdict = message === undefined ? ({ unknown: true } as const) : this.receipt(message);
      if (verdict !== null && typeof verdict === 'object') return [];
      return [
        [id, verdict === null ? { status: 'ok' } : { status: 'error', message: 'no', details: { error: verdict } }],
      ];
    });
    return Object.fromEntries(told) as Record<string, unknown>;
  }
}
