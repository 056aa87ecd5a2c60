import type { Push } from '#lib/contract/notifications.ts';

/** A device as its row has it. */
export interface Device {
  id: string;
  kind: 'web' | 'expo';
  address: string;
  /** Sealed; null for a token of an app. */
  keys: string | null;
}

/**
 * What became of one push on its way to one device. `accepted`: the service has it, and with a ticket can be asked later what
 * became of it. `later`: it may be tried again. `gone`: the device is to be forgotten. `refused`: this push never goes there.
 */
export type Handed =
  | { outcome: 'accepted'; ticket: string | null }
  | { outcome: 'later'; retryAfterMs: number | null; error: string }
  | { outcome: 'gone'; error: string }
  | { outcome: 'refused'; error: string };

export interface Handing {
  device: Device;
  push: Push;
  /** Of no use to anybody after that. */
  expiresAt: Date;
  /** What waits for a decision is woken for; the rest comes when the device wakes by itself. */
  isUrgent: boolean;
}

/** What a service says became of what it had accepted; a ticket that it knows nothing of yet is left out. */
export type Receipts = Map<string, { outcome: 'delivered' | 'gone' | 'failed'; error: string | null }>;

/** One way to devices. */
export interface Transport {
  hand(all: Handing[]): Promise<Handed[]>;
  receipts(tickets: string[]): Promise<Receipts>;
}
