import type { Logger } from '#server/log.ts';
import type { RedisLink } from '#server/redis.ts';
import { seldom } from '#server/seldom.ts';
import type { BackplaneMessage, Listening, Topic } from '../backplane.ts';
import { encodeSaid, parseSaid } from './message.ts';

/** Whoever listens goes on without the other nodes' word after as long: what they commit is noticed later then, not never. */
const readyMaxMs = 1_000;
/** Wake-ups that could not be said. More than these, and the others compare heads. */
const unsaidMax = 10_000;

interface Ear {
  hear: (message: BackplaneMessage) => void;
}

interface Heard {
  ears: Set<Ear>;
  /** Resolves when Redis has confirmed the subscription, or was found to be away. */
  subscribed: Promise<void>;
}

/**
 * What this node's listeners hear. Subscribing and unsubscribing go over one line and keep their order, so whatever was
 * asked for last holds, however quickly a topic is left and taken up again.
 */
export class Topics {
  readonly #redis: RedisLink;
  readonly #node: string;
  readonly #heard = new Map<Topic, Heard>();
  /** Redis is there and doesn't let us listen to these. */
  readonly #refused = new Set<Topic>();
  /** Woken here while Redis was away. */
  readonly #unsaid = new Set<Topic>();
  readonly #warnOfJunk: () => void;
  readonly #warnOfRefusal: (error: unknown) => void;

  constructor(redis: RedisLink, node: string, log: Logger) {
    this.#redis = redis;
    this.#node = node;
    this.#warnOfJunk = seldom(() => log.warn('Redis brought something that no node of this version says.'));
    this.#warnOfRefusal = seldom((err) =>
      log.warn({ err }, "Redis doesn't let this node listen. It needs version 7, and the right to SSUBSCRIBE."),
    );
    redis.onMessage((channel, text) => this.#receive(channel, text));
  }

  get topics(): Topic[] {
    return [...this.#heard.keys()];
  }

  get hasRefused(): boolean {
    return this.#refused.size > 0;
  }

  publish(topic: Topic, message: BackplaneMessage): void {
    this.#tellHere(topic, message);
    void this.#say(topic, message);
  }

  listen(topic: Topic, hear: (message: BackplaneMessage) => void): Listening {
    const heard = this.#heard.get(topic) ?? this.#open(topic);
    const ear: Ear = { hear };
    heard.ears.add(ear);
    const end = () => {
      heard.ears.delete(ear);
      if (heard.ears.size === 0 && this.#heard.get(topic) === heard) this.#close(topic);
    };
    return { ready: within(readyMaxMs, heard.subscribed), end };
  }

  /** On a new line nothing is subscribed. Resolves when everything is again, or the line is gone. */
  async subscribeAll(): Promise<void> {
    this.#refused.clear();
    for (const [topic, heard] of this.#heard) heard.subscribed = this.#subscribe(topic);
    await Promise.all([...this.#heard.values()].map((heard) => heard.subscribed));
  }

  async subscribeRefused(): Promise<void> {
    await Promise.all([...this.#refused].map((topic) => this.#subscribe(topic)));
  }

  sayUnsaid(): void {
    const topics = [...this.#unsaid];
    this.#unsaid.clear();
    for (const topic of topics) void this.#say(topic, { kind: 'wake' });
  }

  #open(topic: Topic): Heard {
    const heard: Heard = { ears: new Set(), subscribed: this.#subscribe(topic) };
    this.#heard.set(topic, heard);
    return heard;
  }

  #close(topic: Topic): void {
    this.#heard.delete(topic);
    this.#refused.delete(topic);
    // Refused only when the line is gone, and the subscription with it.
    if (this.#redis.isUp()) this.#redis.unsubscribe(this.#redis.nameOf(topic)).catch(() => undefined);
  }

  async #subscribe(topic: Topic): Promise<void> {
    if (!this.#redis.isUp()) return;
    try {
      await this.#redis.subscribe(this.#redis.nameOf(topic));
      this.#refused.delete(topic);
    } catch (error) {
      if (!this.#redis.isUp() || !this.#heard.has(topic)) return;
      this.#refused.add(topic);
      this.#warnOfRefusal(error);
    }
  }

  async #say(topic: Topic, message: BackplaneMessage): Promise<void> {
    try {
      await this.#redis.publish(this.#redis.nameOf(topic), encodeSaid({ from: this.#node, message }));
    } catch {
      // Said again later, since nobody else knows that it was lost. What is told and not kept has no later.
      if (message.kind === 'wake' && this.#unsaid.size < unsaidMax) this.#unsaid.add(topic);
    }
  }

  #receive(channel: string, text: string): void {
    const said = parseSaid(text);
    if (said === null) return this.#warnOfJunk();
    if (said.from === this.#node) return;
    this.#tellHere(channel.slice(this.#redis.nameOf('').length), said.message);
  }

  #tellHere(topic: Topic, message: BackplaneMessage): void {
    for (const ear of this.#heard.get(topic)?.ears ?? []) ear.hear(message);
  }
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.finally(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
