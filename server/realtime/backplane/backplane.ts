import type { EventName, EventPayload } from '#lib/contract/events.ts';

/** An event that is told to whoever listens now, and kept nowhere. */
export type EphemeralEvent = {
  [N in EventName]: { context: string; event: N; payload: EventPayload<N>; about?: string; alsoTo?: string[] };
}[EventName];

export type BackplaneMessage =
  /** There is something new under this topic: look. Carries nothing, so losing or doubling it harms nobody. */
  | { kind: 'wake' }
  | { kind: 'tell'; event: EphemeralEvent }
  /** Who looks at this conversation has changed: look. */
  | { kind: 'presence' };

/** Where something is told: the path of a context, or a name of the product's own that no path can be. */
export type Topic = string;

export interface Listening {
  /** From here on what other nodes publish arrives, if they can be reached at all. Never rejects. */
  ready: Promise<void>;
  end(): void;
}

/**
 * What joins the nodes. Nothing durable depends on it: whoever missed a wake-up compares heads (RT19). Nothing here throws
 * or is waited for when other nodes can't be reached; this node always hears itself.
 */
export interface Backplane {
  /** To every node that listens to the topic, this one included, which hears it before this returns. */
  publish(topic: Topic, message: BackplaneMessage): void;
  listen(topic: Topic, listener: (message: BackplaneMessage) => void): Listening;
  /** Can other nodes be reached? Without them the log is looked at more often. */
  isWhole(): boolean;
  /** Called when other nodes can be reached again: what they said meanwhile was lost. */
  onHealed(listener: () => void): void;
  presence: PresenceStore;
}

/**
 * Who looks at what, on all nodes together. A node says so once for each person and path, however many of the person's
 * sockets it has; what a node that crashed had said fades by itself.
 */
export interface PresenceStore {
  enter(path: string, userId: string): void;
  leave(path: string, userId: string): void;
  /** Does this person look at it, on any device? */
  isIn(path: string, userId: string): Promise<boolean>;
  /** All who look at a conversation. Other paths are too large to be listed, and aren't kept so. */
  whoIsIn(path: string): Promise<string[]>;
}

/** For how long a node that says nothing any more is believed. */
export const presenceLifeMs = 30_000;
