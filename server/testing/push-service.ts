import { createPublicKey, verify } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Push } from '#lib/contract/notifications.ts';
import { systemClock, type Clock } from '#server/clock.ts';
import { createOutboundGuard, type OutboundGuard } from '#server/outbound/guard.ts';
import { certificateOf } from './certificate.ts';
import { BrowserSubscription } from './browser-subscription.ts';
import { bodyOf, listenHere, portOf, stopServer } from './local-server.ts';
import { until } from './until.ts';

export interface Arrived {
  endpoint: string;
  push: Push;
  ttl: number;
  urgency: string | undefined;
  topic: string | undefined;
}

/** A number is a status; a function does as it likes, or nothing at all. */
type Behaviour =
  number | { status: number; headers?: Record<string, string>; text?: string } | ((res: ServerResponse) => void);

/** Ways in which a push service answers no request. */
export const misbehaviour = {
  silent: () => undefined,
  reset: (res: ServerResponse) => void res.socket?.destroy(),
  garbage: (res: ServerResponse) => void res.socket?.end('nothing of HTTP\r\n\r\n'),
};

const host = 'push.example.test';
const dayMs = 86_400_000;

/**
 * The service behind a browser: it checks who sends (RFC 8292), opens what came with the subscription's own keys, and answers
 * as it is told. Over TLS for an app in this process, which is given `guard`; plain for one that only knows
 * OUTBOUND_ALLOWED_HOSTS=127.0.0.1.
 */
export class PushService implements AsyncDisposable {
  /** What was taken, in order. What it refused isn't here. */
  readonly arrived: Arrived[] = [];
  /** What was wrong with the requests that it refused by itself. */
  readonly objections: string[] = [];
  readonly guard: OutboundGuard;
  /** What it does with a push that is fine; taken with 201 unless a test says otherwise. */
  behave: (arrived: Arrived) => Behaviour = () => 201;
  readonly #server;
  readonly #clock: Clock;
  readonly #isSecure: boolean;
  readonly #subscriptions = new Map<string, BrowserSubscription>();

  private constructor(isSecure: boolean, clock: Clock) {
    const take = (req: IncomingMessage, res: ServerResponse) => void this.#take(req, res);
    const { key, cert } = certificateOf(host);
    this.#isSecure = isSecure;
    this.#clock = clock;
    this.#server = isSecure ? createHttpsServer({ key, cert }, take) : createHttpServer(take);
    const here = { authority: cert, lookUpAllowed: async () => ['127.0.0.1'] };
    this.guard = isSecure ? createOutboundGuard([host], here) : createOutboundGuard(['127.0.0.1']);
  }

  static async open({ isSecure = true, clock = systemClock } = {}): Promise<PushService> {
    const service = new PushService(isSecure, clock);
    await listenHere(service.#server);
    return service;
  }

  get origin(): string {
    const port = portOf(this.#server);
    return this.#isSecure ? `https://${host}:${port}` : `http://127.0.0.1:${port}`;
  }

  /** One more browser. */
  subscribe(publicKey: string | null = null): BrowserSubscription {
    const path = `/send/browser-${this.#subscriptions.size + 1}`;
    const subscription = new BrowserSubscription(this.origin + path, publicKey);
    this.#subscriptions.set(path, subscription);
    return subscription;
  }

  /** The first `count` that came to a browser, or to any. */
  async first(count: number, to?: BrowserSubscription): Promise<Arrived[]> {
    const there = () => this.arrived.filter(({ endpoint }) => to === undefined || endpoint === to.endpoint);
    await until(() => there().length >= count);
    return there().slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stopServer(this.#server);
  }

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await bodyOf(req);
    const subscription = this.#subscriptions.get(req.url ?? '');
    if (subscription === undefined) return void res.writeHead(404).end();
    if (subscription.isOver) return void res.writeHead(410).end();
    try {
      this.#checkSender(req, subscription);
    } catch (error) {
      return this.#object(res, 403, error);
    }
    try {
      this.#answer(res, this.#read(req, subscription, body));
    } catch (error) {
      this.#object(res, 400, error);
    }
  }

  #object(res: ServerResponse, status: number, error: unknown): void {
    const objection = error instanceof Error ? error.message : String(error);
    this.objections.push(objection);
    res.writeHead(status).end(objection);
  }

  #answer(res: ServerResponse, arrived: Arrived): void {
    const behaviour = this.behave(arrived);
    if (typeof behaviour === 'function') return behaviour(res);
    const { status, headers = {}, text = '' } = typeof behaviour === 'number' ? { status: behaviour } : behaviour;
    if (status >= 200 && status < 300) this.arrived.push(arrived);
    res.writeHead(status, headers).end(text);
  }

  /** RFC 8292: signed by the key that the browser subscribed with, for this service, and for a day at most. */
  #checkSender({ headers }: IncomingMessage, { publicKey }: BrowserSubscription): void {
    const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? [];
    const [head = '', claims = '', signature = ''] = token.split('.');
    const point = Buffer.from(key, 'base64url');
    const jwk = { kty: 'EC', crv: 'P-256', x: part(point, 1), y: part(point, 33) };
    const signer = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    if (!verify('sha256', Buffer.from(`${head}.${claims}`), signer, Buffer.from(signature, 'base64url'))) {
      throw new Error('a bad signature');
    }
    if (publicKey !== null && publicKey !== key) throw new Error('another key than the one of the subscription');
    const { alg } = jsonOf(head);
    const { aud, exp, sub } = jsonOf(claims);
    const leftMs = Number(exp) * 1_000 - this.#clock.now().getTime();
    if (alg !== 'ES256') throw new Error(`signed with ${String(alg)}`);
    if (aud !== this.origin) throw new Error(`meant for ${String(aud)}`);
    if (!(leftMs > 0 && leftMs <= dayMs)) throw new Error(`good for ${leftMs} ms`);
    if (!/^(mailto:\S+@\S+|https:\/\/\S+)$/.test(String(sub))) throw new Error(`from ${String(sub)}`);
  }

  #read({ headers }: IncomingMessage, subscription: BrowserSubscription, body: Buffer): Arrived {
    const { ttl, urgency, topic } = headers;
    if (headers['content-encoding'] !== 'aes128gcm') throw new Error('encrypted in another way');
    if (!/^\d+$/.test(String(ttl))) throw new Error('no TTL');
    if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic))) throw new Error('a topic that is none');
    const push = subscription.open(body);
    return { endpoint: subscription.endpoint, push, ttl: Number(ttl), urgency: text(urgency), topic: text(topic) };
  }
}

function part(point: Buffer, from: number): string {
  return point.subarray(from, from + 32).toString('base64url');
}

function jsonOf(encoded: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(encoded, 'base64url').toString()) as Record<string, unknown>;
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join() : header;
}
