import type { ContextRef } from '#lib/contexts.ts';
import type { Sql } from '../db/client.ts';
import type { Logger } from '../log.ts';
import type { Audience } from './audience.ts';
import type { EphemeralEvent } from './backplane/backplane.ts';
import { Channel } from './channel.ts';
import { readHeads } from './event-log.ts';
import { encodeEvent } from './frame.ts';
import type { Pages } from './pages.ts';

interface Held {
  channel: Channel;
  holders: number;
}

/** The contexts that sockets of this node hold. What nobody here holds costs this node nothing. */
export class Hub {
  readonly #held = new Map<string, Held>();
  readonly #sql: Sql;
  readonly #log: Logger;
  readonly #pages: Pages;
  readonly #audience: Audience;
  #telling: Promise<void> = Promise.resolve();

  constructor(deps: { sql: Sql; log: Logger; pages: Pages; audience: Audience }) {
    this.#sql = deps.sql;
    this.#log = deps.log;
    this.#pages = deps.pages;
    this.#audience = deps.audience;
  }

  get size(): number {
    return this.#held.size;
  }

  hold(path: string, ref: ContextRef): Channel {
    const held = this.#held.get(path) ?? this.#open(path, ref);
    held.holders += 1;
    return held.channel;
  }

  release(channel: Channel): void {
    const held = this.#held.get(channel.path);
    if (held?.channel !== channel) return;
    held.holders -= 1;
    if (held.holders === 0) this.#held.delete(channel.path);
  }

  wake(contexts: Iterable<string>): void {
    for (const path of contexts) {
      this.#held.get(path)?.channel.pump().catch(this.#unread);
    }
  }

  tell(event: EphemeralEvent): void {
    const channel = this.#held.get(event.context)?.channel;
    if (channel === undefined) return;
    const { about = null, alsoTo = null, ...told } = event;
    const frame = encodeEvent(told);
    if (about === null) return channel.tell(frame, 'everyone');
    // One after the other, since the later one's members may be known while the earlier one's are still being read.
    const readers = this.#audience.readersOf({ about, alsoTo });
    readers.catch(() => undefined);
    this.#telling = this.#telling.then(async () => channel.tell(frame, await readers)).catch(this.#unread);
  }

  /** A lost wake-up is harmless: what the rows say is compared with what was told. One statement for all contexts. */
  async compareHeads(): Promise<void> {
    const channels = [...this.#held.values()].map((held) => held.channel);
    if (channels.length === 0) return;
    try {
      const heads = await readHeads(
        this.#sql,
        channels.map((channel) => channel.ref),
      );
      await Promise.all(channels.map((channel) => channel.catchUpTo(heads.get(channel.path) ?? 0)));
    } catch (error) {
      this.#unread(error);
    }
  }

  #open(path: string, ref: ContextRef): Held {
    const readHead = async () => (await readHeads(this.#sql, [ref])).get(path) ?? null;
    const held = { channel: new Channel(ref, this.#pages, readHead), holders: 0 };
    this.#held.set(path, held);
    // Whoever holds it learns of the failure; the next one must find a new channel, not the broken one.
    held.channel.opened.catch(() => {
      if (this.#held.get(path) === held) this.#held.delete(path);
    });
    return held;
  }

  readonly #unread = (error: unknown): void => {
    this.#log.warn({ err: error }, 'The log could not be read for sockets; it is tried again with the next wake-up.');
  };
}
