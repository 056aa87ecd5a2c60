import type { StreamEnd } from '../contract/bots.ts';
import { backoffMs } from '../realtime/backoff.ts';
import { Acknowledger } from './acknowledger.ts';
import { BotApi, BotApiError } from './api.ts';
import type { BotAddress } from './bot-address.ts';
import { Heartbeat } from './heartbeat.ts';
import { Inbox, type Receiver } from './inbox.ts';
import { readDelivery } from './read-delivery.ts';
import { readEvents } from './read-events.ts';
import { pause } from './until-heard.ts';

/** A delivery is acknowledged when `onDelivery` succeeds, and comes again when it throws or the process dies before. */
export interface BotOptions extends BotAddress, Receiver {
  /** The stream is open. People see the bot as online as soon as it has said so, which it does by itself. */
  onOpen?(): void;
}

/** `closed`: by this side. `replaced`: another connection of this bot took over. `refused`: the key is no good (any more). */
export type BotEnd = 'closed' | 'replaced' | 'refused';

export interface BotConnection {
  /** Takes nothing new, waits for handlers that are at work, and acknowledges what they did. */
  close(): Promise<void>;
  /** Resolves when it will not connect again, and why. */
  ended: Promise<BotEnd>;
}

/**
 * Keeps a bot connected: opens the stream, hands over deliveries, acknowledges, and comes back after whatever happens.
 * Within a conversation deliveries come one after the other; different conversations are handled at the same time.
 */
export function connectBot(options: BotOptions): BotConnection {
  const api = new BotApi(options);
  const closing = new AbortController();
  const acknowledger = new Acknowledger((ids) => api.acknowledge(ids));
  const acknowledge = (id: string) => acknowledger.add(id);
  const inbox = new Inbox(api, { receiver: options, signal: closing.signal, acknowledge });
  const { capabilities, onError } = options;
  const heartbeat = new Heartbeat({ say: (report) => api.setStatus(report), capabilities, onError });
  const ended = stayConnected(api, inbox, { options, heartbeat, signal: closing.signal });
  return {
    close: async () => {
      closing.abort();
      const end = await ended;
      await inbox.close();
      await acknowledger.close();
      if (end === 'closed') await heartbeat.close();
    },
    ended,
  };
}

interface Staying {
  options: BotOptions;
  heartbeat: Heartbeat;
  signal: AbortSignal;
}

async function stayConnected(api: BotApi, inbox: Inbox, { options, heartbeat, signal }: Staying): Promise<BotEnd> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const end = await readOnce(api, inbox, {
        signal,
        onOpen: () => {
          attempt = 0;
          heartbeat.begin();
          options.onOpen?.();
        },
      });
      if (end === 'replaced') return 'replaced';
      if (end === 'revoked') return 'refused';
    } catch (error) {
      if (signal.aborted) return 'closed';
      if (isFinal(error)) return 'refused';
      options.onError?.(error);
    } finally {
      heartbeat.pause();
    }
    await pause(backoffMs(attempt), signal);
  }
  return 'closed';
}

/** Null: the stream ended without a word, or the server stops; both are worth coming back for. */
async function readOnce(
  api: BotApi,
  inbox: Inbox,
  { signal, onOpen }: { signal: AbortSignal; onOpen: () => void },
): Promise<'replaced' | 'revoked' | null> {
  const body = await api.events(signal);
  onOpen();
  for await (const { event, data } of readEvents(body)) {
    if (signal.aborted) return null;
    const told: unknown = JSON.parse(data);
    if (event === 'stream.ended') return finalEnd(told as { reason: StreamEnd });
    const delivery = readDelivery(told);
    if (delivery !== null) inbox.take(delivery);
  }
  return null;
}

function finalEnd({ reason }: { reason: StreamEnd }): 'replaced' | 'revoked' | null {
  return reason === 'replaced' || reason === 'revoked' ? reason : null;
}

/** A key that is refused stays refused; asking again would only look like an attack. */
function isFinal(error: unknown): boolean {
  return error instanceof BotApiError && [401, 403, 404].includes(error.status);
}
