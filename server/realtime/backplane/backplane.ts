import type { EventName, EventPayload } from '#lib/contract/events.ts';

/** An event that is told to whoever listens now, and kept nowhere. */
export type EphemeralEvent = {
  [N in EventName]: { context: string; event: N; payload: EventPayload<N>; about?: string; alsoTo?: string[] };
}[EventName];

export type BackplaneMessage =
  /** Something was committed in these contexts' logs: look. Carries no events, so losing or doubling it harms nobody. */
  { kind: 'wake'; contexts: string[] } | { kind: 'tell'; event: EphemeralEvent };

/** What joins the nodes. Nothing durable depends on it: whoever missed a wake-up compares heads (RT19). */
export interface Backplane {
  /** To every node, this one included. */
  publish(message: BackplaneMessage): void;
  subscribe(listener: (message: BackplaneMessage) => void): () => void;
}
