import type { ContextRef } from '#lib/contexts.ts';
import type { Sql } from '../db/client.ts';
import type { Logger } from '../log.ts';
import type { Audience } from './audience.ts';
import type { Backplane, BackplaneMessage, EphemeralEvent, Listening } from './backplane/backplane.ts';
import { Channel } from './channel.ts';
import type { Counts } from './counts.ts';
import { readHeads } from './event-log.ts';
import { encodeEvent } from './frame.ts';
import { HeadReader } from './head-reader.ts';
import type { Pages } from './pages.ts';
import type { WhoIsHere } from './who-is-here.ts';

interface Held {
  channel: Channel;
  listening: Listening;
  holders: number;
}

export interface HubDeps {
  sql: Sql;
  log: Logger;
  pages: Pages;
  audience: Audience;
  backplane: Backplane;
  whoIsHere: WhoIsHere;
  counts: Counts;
  /** False while this node may not have heard of the newest revocations: what is told and not kept then goes to nobody. */
  isInformed(): boolean;
}

/** The contexts that this node's readers hold. What nobody here holds costs this node nothing. */
export class Hub {
  readonly #held = new Map<string, Held>();
  readonly #deps: HubDeps;
  readonly #heads: HeadReader;
  #telling: Promise<void> = Promise.resolve();

  constructor(deps: HubDeps) {
    this.#deps = deps;
    this.#heads = new HeadReader(deps.sql);
  }

  get size(): number {
    return this.#held.size;
  }

  /** By how many readers they are held. */
  get holders(): number {
    return [...this.#held.values()].reduce((sum, held) => sum + held.holders, 0);
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
    if (held.holders === 0) this.#close(held);
  }

  /** A lost wake-up is harmless: what the rows say is compared with what was told. One statement for all contexts. */
  async compareHeads(): Promise<void> {
    const channels = [...this.#held.values()].map((held) => held.channel);
    if (channels.length === 0) return;
    try {
      const heads = await readHeads(
        this.#deps.sql,
        channels.map((channel) => channel.ref),
      );
      await Promise.all(channels.map((channel) => channel.catchUpTo(heads.get(channel.path) ?? 0)));
    } catch (error) {
      this.#unread(error);
    }
  }

  #open(path: string, ref: ContextRef): Held {
    const { backplane, pages, whoIsHere, counts } = this.#deps;
    const listening = backplane.listen(path, (message) => this.#hear(held, message));
    const channel = new Channel(ref, {
      pages,
      // Not before what other nodes say can be heard: what is committed in between would be noticed late.
      ready: listening.ready,
      readHead: () => this.#heads.read(ref),
      counts,
    });
    const held: Held = { channel, listening, holders: 0 };
    this.#held.set(path, held);
    // Whoever holds it learns of the failure; the next one must find a new channel, not the broken one.
    channel.opened.catch(() => this.#close(held));
    whoIsHere.opened(channel);
    return held;
  }

  #close(held: Held): void {
    const { path } = held.channel;
    if (this.#held.get(path) !== held) return;
    this.#held.delete(path);
    held.listening.end();
    this.#deps.whoIsHere.closed(held.channel);
  }

  #hear({ channel }: Held, message: BackplaneMessage): void {
    switch (message.kind) {
      case 'wake':
        channel.pump().catch(this.#unread);
        return;
      case 'tell':
        return this.#tell(channel, message.event);
      case 'presence':
        return this.#deps.whoIsHere.changed(channel);
    }
  }

  #tell(channel: Channel, event: EphemeralEvent): void {
    if (!this.#deps.isInformed()) return;
    const { about = null, alsoTo = null, ...told } = event;
    const frame = encodeEvent(told);
    if (about === null) return channel.tell(frame, 'everyone');
    // One after the other, since the later one's members may be known while the earlier one's are still being read.
    const readers = this.#deps.audience.readersOf({ about, alsoTo });
    readers.catch(() => undefined);
    this.#telling = this.#telling.then(async () => channel.tell(frame, await readers)).catch(this.#unread);
  }

  readonly #unread = (error: unknown): void => {
    this.#deps.log.warn(
      { err: error },
      'The log could not be read for sockets; it is tried again with the next wake-up.',
    );
  };
}
