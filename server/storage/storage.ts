import type { Readable } from 'node:stream';
import { Fault } from '../errors.ts';

/** The first and the last byte, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Where the bytes of files are. Keys are made by us and used once, so what stands under one never changes; who may read it,
 * and when it has to go, is known to the rows that name it.
 */
export interface Storage {
  /** Whole or not at all, and lasting once this returns. What `bytes` throws is thrown here. */
  put(key: string, bytes: AsyncIterable<Uint8Array>, size: number): Promise<void>;
  /** Null when there is nothing under this key. */
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  /** What is gone already is gone. Leftovers of a `put` that a crash cut off go, too. */
  remove(key: string): Promise<void>;
}

/** Keys stand in paths and addresses: nothing but what we make ourselves gets there. */
export function checkedKey(key: string): string {
  if (!/^[0-9a-f]{32}(\.[a-z]{1,16})?$/.test(key)) throw new Error(`${key} is no key of a file`);
  return key;
}

export function noRoom(cause: unknown): Fault {
  return new Fault('unavailable', 'There is no room left for files. Tell whoever runs this server.', {
    cause,
    retryAfterSeconds: 60,
  });
}

export function outOfReach(cause: unknown): Fault {
  const sentence = "Files can't be reached right now. Nothing was lost; try again.";
  return new Fault('unavailable', sentence, { cause, retryAfterSeconds: 5 });
}
