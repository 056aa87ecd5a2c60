import { createHmac } from 'node:crypto';
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from './log.ts';
import { seldom } from './seldom.ts';

/** A Redis that owes an answer and says nothing for as long is given up, and looked for again. */
const silenceMs = 2_000;
/** A link that is cut without a word owes an answer at least this often. */
const pingEveryMs = 5_000;
const longestRetryMs = 5_000;

/**
 * The way to Redis, which comes back by itself. Nothing is kept for a Redis that is away: what is asked then is refused at
 * once, and whoever asks knows what to do without. Every command names one key, so that a Redis Cluster could serve them.
 */
export interface RedisLink extends AsyncDisposable {
  isUp(): boolean;
  /** The name of something of this installation's, which may share its Redis with others. */
  nameOf(thing: string): string;
  call(command: string, key: string, ...args: (string | number)[]): Promise<unknown>;
  /** A script sent as a whole each time: whether Redis knows it already would change the order of what is asked. */
  run(script: string, key: string, ...args: (string | number)[]): Promise<unknown>;
  publish(channel: string, text: string): Promise<unknown>;
  /** Until the link goes down, which forgets all subscriptions. Asked for and ended in the order of the calls. */
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  onMessage(listener: (channel: string, text: string) => void): void;
  onUp(listener: () => void): void;
  onDown(listener: () => void): void;
}

export interface RedisAddress {
  url: string;
  /** What all names begin with. */
  prefix: string;
}

/** Resolves when Redis was reached, or couldn't be reached the first time. */
export async function connectRedis(address: RedisAddress, log: Logger): Promise<RedisLink> {
  const link = new Link(address, log);
  await link.begin();
  return link;
}

/** Of an installation, which its nodes know by the secret that they share. */
export function prefixOf(secret: Buffer): string {
  return `clawchat:${createHmac('sha256', secret).update('redis').digest('hex').slice(0, 16)}`;
}

class Link implements RedisLink {
  readonly #prefix: string;
  readonly #log: Logger;
  readonly #warnOfRefusal: (error: unknown) => void;
  readonly #commands: Redis;
  /** A line of its own: who waits for an answer shall not wait behind everything that the other nodes say. */
  readonly #subscriber: Redis;
  readonly #pings: NodeJS.Timeout;
  readonly #upListeners: (() => void)[] = [];
  readonly #downListeners: (() => void)[] = [];
  #state: 'beginning' | 'up' | 'down' | 'ended' = 'beginning';
  #lastError: Error | null = null;

  constructor({ url, prefix }: RedisAddress, log: Logger) {
    this.#prefix = prefix;
    this.#log = log;
    this.#warnOfRefusal = seldom((err) => log.warn({ err }, 'Redis refused a command.'));
    this.#commands = this.#line(url);
    this.#subscriber = this.#line(url);
    this.#pings = setInterval(() => this.#ping(), pingEveryMs).unref();
  }

  async begin(): Promise<void> {
    await Promise.allSettled(this.#lines.map((line) => line.connect()));
    if (!this.isUp()) this.#goDown();
  }

  isUp(): boolean {
    return this.#lines.every((line) => line.status === 'ready');
  }

  nameOf(thing: string): string {
    return `${this.#prefix}:${thing}`;
  }

  call(command: string, key: string, ...args: (string | number)[]): Promise<unknown> {
    return this.#asked(this.#commands.call(command, key, ...args));
  }

  run(script: string, key: string, ...args: (string | number)[]): Promise<unknown> {
    return this.#asked(this.#commands.eval(script, 1, key, ...args));
  }

  publish(channel: string, text: string): Promise<unknown> {
    return this.#asked(this.#commands.spublish(channel, text));
  }

  subscribe(channel: string): Promise<unknown> {
    return this.#subscriber.ssubscribe(channel);
  }

  unsubscribe(channel: string): Promise<unknown> {
    return this.#subscriber.sunsubscribe(channel);
  }

  onMessage(listener: (channel: string, text: string) => void): void {
    this.#subscriber.on('smessage', listener);
  }

  onUp(listener: () => void): void {
    this.#upListeners.push(listener);
  }

  onDown(listener: () => void): void {
    this.#downListeners.push(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = 'ended';
    clearInterval(this.#pings);
    // What was said last, that people left, shall still arrive.
    await Promise.allSettled(this.#lines.map((line) => line.quit()));
    for (const line of this.#lines) line.disconnect();
  }

  /** That Redis is away is said once, and whoever asks can do without. That it refuses is a mistake that nobody sees. */
  async #asked(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      if (this.isUp()) this.#warnOfRefusal(error);
      throw error;
    }
  }

  get #lines(): Redis[] {
    return [this.#commands, this.#subscriber];
  }

  #line(url: string): Redis {
    const line = new Redis(url, lineOptions);
    line.on('error', (error: Error) => (this.#lastError = error));
    line.on('ready', () => this.#comeUp());
    line.on('close', () => this.#goDown());
    return line;
  }

  #comeUp(): void {
    if (this.#state === 'up' || this.#state === 'ended' || !this.isUp()) return;
    if (this.#state === 'down') this.#log.info('Redis is back.');
    this.#state = 'up';
    for (const listener of this.#upListeners) listener();
  }

  #goDown(): void {
    if (this.#state === 'down' || this.#state === 'ended') return;
    this.#state = 'down';
    this.#log.warn({ err: this.#lastError }, "Redis can't be reached. Nodes find each other's news in the database.");
    for (const listener of this.#downListeners) listener();
  }

  /** No answer within `silenceMs` ends the line. */
  #ping(): void {
    if (!this.isUp()) return;
    for (const line of this.#lines) line.ping().catch(() => undefined);
  }
}

const lineOptions = {
  lazyConnect: true,
  connectTimeout: silenceMs,
  socketTimeout: silenceMs,
  retryStrategy: (attempt: number) => Math.min(longestRetryMs, 50 * 2 ** attempt) * (0.5 + Math.random() / 2),
  // A replica that was the primary until now: the address leads to the new one.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  // Nothing is kept for a Redis that is away, and nothing said twice.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  // Whoever subscribed does it, and knows when it is done.
  autoResubscribe: false,
} satisfies RedisOptions;
