import { contextPath, type ContextRef } from '#lib/contexts.ts';
import type { Sql } from '../db/client.ts';
import type { Audience, Readers } from './audience.ts';
import type { ContextRegistry } from './contexts.ts';
import { readAfter, type StoredEvent } from './event-log.ts';
import { encodeEvent } from './frame.ts';

/** Large enough that a backfill is few statements, small enough that a page of long messages is no spike. */
export const pageSize = 200;

/** A stored event, ready to be written. */
export interface Entry {
  seq: number;
  /** Null when its owner has nothing to tell any more; readers only move past it. */
  frame: Buffer | null;
  readers: Readers;
  /** The member whose leaving this is. */
  leaver: string | null;
  at: Date;
}

/** Reads the log as sockets get it: hydrated once a page, encoded once an event, with those who may read it. */
export class Pages {
  readonly #sql: Sql;
  readonly #contexts: ContextRegistry;
  readonly #audience: Audience;
  readonly #reading = new Map<string, Promise<Entry[]>>();

  constructor(sql: Sql, contexts: ContextRegistry, audience: Audience) {
    this.#sql = sql;
    this.#contexts = contexts;
    this.#audience = audience;
  }

  /**
   * For backfills: many who lost the same server come back to the same place, and one read serves them. Not for whoever
   * follows a wake-up: a read that began before it may have missed what it tells of.
   */
  readShared(ref: ContextRef, after: number): Promise<Entry[]> {
    const key = `${contextPath(ref)} ${after}`;
    const reading = this.#reading.get(key) ?? this.readAfter(ref, after).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async readAfter(ref: ContextRef, after: number): Promise<Entry[]> {
    const stored = await readAfter(this.#sql, contextPath(ref), after, pageSize);
    if (stored.length === 0) return [];
    this.#forgetMembers(ref, stored);
    const hydrated = await this.#contexts.kind(ref).hydrate(ref, stored);
    const frames = new Map(hydrated.map((event) => [event.id, encodeEvent(event)]));
    return Promise.all(
      stored.map(async (event) => ({
        seq: event.seq,
        frame: frames.get(event.seq) ?? null,
        readers: await this.#audience.readersOf(event),
        leaver: leaverOf(event),
        at: event.at,
      })),
    );
  }

  /** Events about a conversation on its sandbox's log are rare (messages are not there), and tell of changed members. */
  #forgetMembers(ref: ContextRef, stored: StoredEvent[]): void {
    for (const event of stored) {
      if (event.about !== null) this.#audience.forget(event.about);
      if (ref.kind === 'conversation' && event.type.startsWith('member.')) this.#audience.forget(ref.conversationId);
    }
  }
}

function leaverOf({ type, payload }: StoredEvent): string | null {
  return type === 'member.left' ? String(payload['memberId']) : null;
}
