import { presencePathOf } from '#lib/contexts.ts';
import { presentNamedMax } from '#lib/contract/limits.ts';
import type { Logger } from '../log.ts';
import { presenceLifeMs, type PresenceStore } from './backplane/backplane.ts';
import type { Channel } from './channel.ts';
import { encodeEvent } from './frame.ts';

/** A crashed node's people fade from what is shown this much later than from what is known. */
const fadeLookMs = presenceLifeMs / 3;
/** A reload leaves and comes back within a moment, and ten who come at once are one change. */
const settleMs = 500;

interface Look {
  timer: NodeJS.Timeout;
  /** A change asked for it, and the ones that follow are seen by it too. */
  isForChange: boolean;
}

/**
 * Tells those who listen to a conversation who looks at it. A change only says "look again": each node then reads everybody
 * who is there, so a lost or doubled change, or two at once, end in the same truth.
 */
export class WhoIsHere {
  readonly #store: PresenceStore;
  readonly #log: Logger;
  readonly #looks = new Map<Channel, Look>();
  readonly #told = new Map<Channel, string>();

  constructor(store: PresenceStore, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  opened(channel: Channel): void {
    if (channel.ref.kind === 'conversation') this.changed(channel);
  }

  closed(channel: Channel): void {
    clearTimeout(this.#looks.get(channel)?.timer);
    this.#looks.delete(channel);
    this.#told.delete(channel);
  }

  changed(channel: Channel): void {
    const next = this.#looks.get(channel);
    if (next?.isForChange === true) return;
    clearTimeout(next?.timer);
    this.#lookIn(settleMs, channel, true);
  }

  #lookIn(ms: number, channel: Channel, isForChange: boolean): void {
    const timer = setTimeout(() => void this.#look(channel), ms).unref();
    this.#looks.set(channel, { timer, isForChange });
  }

  async #look(channel: Channel): Promise<void> {
    const mine = this.#looks.get(channel);
    try {
      // What changes while this is read asks for a look of its own.
      if (mine !== undefined) mine.isForChange = false;
      const ids = await this.#store.whoIsIn(presencePathOf(channel.path));
      if (this.#looks.get(channel) === undefined) return;
      this.#tell(channel, ids.toSorted());
    } catch (error) {
      this.#log.warn({ err: error }, 'Who looks at a conversation could not be read; it is tried again.');
    }
    // Those of a node that crashed fade without a word.
    if (this.#looks.get(channel) === mine) this.#lookIn(fadeLookMs, channel, false);
  }

  #tell(channel: Channel, ids: string[]): void {
    const memberIds = ids.slice(0, presentNamedMax);
    const said = `${ids.length} ${memberIds.join()}`;
    // Nobody there and nothing said yet is no news.
    if (said === (this.#told.get(channel) ?? '0 ')) return;
    this.#told.set(channel, said);
    const payload = { memberIds, count: ids.length };
    channel.stick(encodeEvent({ context: channel.path, event: 'presence.changed', payload }));
  }
}
