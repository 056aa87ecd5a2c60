import { expect } from 'vitest';
import { contextPath, type ContextRef } from '#lib/contexts.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import type { AppContext } from '#server/app-context.ts';
import { readAfter, readHeads } from '#server/realtime/event-log.ts';

interface Verification<S> {
  context: ContextRef;
  /** The reader's state, read fresh. */
  snapshot(): Promise<S>;
  /** The reducer that clients run. */
  apply(state: S, event: WireEvent): S;
  /** What of it is compared: how a reader remembers what it was told is its own affair. */
  shown(state: S): unknown;
  action(): Promise<unknown>;
  /** What the action must append, by name and in order. */
  events: WireEvent['event'][];
}

/**
 * Old snapshot + the action's events = fresh snapshot, whether they come once and in order or twice and backwards. Every
 * event type that the log holds has a test that says so.
 */
export async function verifyAction<S>(app: AppContext, verification: Verification<S>): Promise<WireEvent[]> {
  const { context, snapshot, apply, shown, action } = verification;
  const path = contextPath(context);
  const before = await snapshot();
  const head = (await readHeads(app.sql, [context])).get(path) ?? 0;
  await action();
  const stored = await readAfter(app.sql, path, head, 100);
  const told = await app.contexts.kind(context).hydrate(context, stored);
  expect(told.map((event) => event.event)).toEqual(verification.events);
  expect(told.map((event) => event.id)).toEqual(stored.map((_, at) => head + at + 1));
  const fresh = shown(await snapshot());
  expect(shown(told.reduce(apply, before))).toEqual(fresh);
  expect(shown([...told, ...told].toReversed().reduce(apply, before))).toEqual(fresh);
  return told;
}
