import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/client.ts';
import type { Logger } from '../log.ts';
import { Audience } from './audience.ts';
import type { Backplane, EphemeralEvent, Topic } from './backplane/backplane.ts';
import { createMemoryBackplane } from './backplane/memory.ts';
import { startConsumer, type Consumer, type RunningConsumer } from './consumer.ts';
import type { ContextRegistry } from './contexts.ts';
import { createCounts, type Counts } from './counts.ts';
import { EventStreams, type StreamRequest } from './event-streams.ts';
import { Gateway } from './gateway.ts';
import { Guests, type Revoked } from './guests.ts';
import { Hub } from './hub.ts';
import { Pages } from './pages.ts';
import { Presence } from './presence.ts';
import { WhoIsHere } from './who-is-here.ts';
import { mintTicket, takeTicket, type TicketOwner } from './tickets.ts';

/** The bound of how long a lost wake-up can go unnoticed. */
const compareHeadsEveryMs = 5_000;
/** While other nodes can't be reached, only the log tells what they do. */
const compareHeadsAloneMs = 1_000;

export interface RealtimeDeps {
  sql: Sql;
  log: Logger;
  clock: Clock;
  contexts: ContextRegistry;
  /** The installation's; a restore raises it. */
  epoch: number;
  /** Null when the session is revoked or expired, or its person disabled. */
  sessionOf(sessionId: string): Promise<SessionPrincipal | null>;
  allowedOrigin(origin: string | undefined): boolean;
  backplane?: Backplane;
  /** False while this node may not have heard of the newest revocations. */
  isInformed?(): boolean;
}

export interface RealtimeStats extends Counts {
  sockets: number;
  streams: number;
  /** Contexts that are held here, and by how many readers together. */
  contexts: number;
  subscriptions: number;
  consumers: number;
  /** Can other nodes be reached? */
  isWhole: boolean;
}

export interface Realtime {
  /** After a commit: these contexts' logs have grown. */
  wake(contexts: Iterable<string>): void;
  /** To whoever listens now, on every node. Kept nowhere. */
  tell(event: EphemeralEvent): void;
  /** What this node itself has committed. */
  onWake(listener: (contexts: string[]) => void): () => void;
  /** Wakes whoever listens to a topic of the product's own, on every node. */
  nudge(topic: Topic): void;
  onNudge(topic: Topic, listener: () => void): () => void;
  /** Does this person look at what a presence path names, on any device and any node? */
  isUserInContext(userId: string, path: string): Promise<boolean>;
  mintTicket(owner: TicketOwner): Promise<{ ticket: string; expiresAt: number }>;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Throws when this principal has enough of them, or the node stops. */
  refuseStreamIfFull(principal: StreamRequest['principal']): void;
  /** One context as Server-Sent Events, until the reader goes or its right does. */
  stream(request: StreamRequest): void;
  /** Ends this node's sockets and streams of a session, a person or a key. */
  disconnect(revoked: Revoked): void;
  /** What this member may read has changed: what is open here is asked again. */
  recheck(memberId: string): void;
  /** Resolves when the consumer's cursor stands: events committed from then on reach it. */
  runConsumer(consumer: Consumer): Promise<RunningConsumer>;
  /** What a timer does every 5 s. */
  compareHeads(): Promise<void>;
  /** What a timer does every second: pings, and gives up on who is silent. */
  beat(): void;
  stats(): RealtimeStats;
  /** Sends everyone away with a time to come back. New sockets are refused from now on. */
  drain(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export function createRealtime(deps: RealtimeDeps): Realtime {
  const { sql, log, clock, contexts } = deps;
  const backplane = deps.backplane ?? createMemoryBackplane();
  // Asked through a closure: the registry is filled after realtime is made.
  const audience = new Audience((conversationId) => contexts.membersOf(conversationId), clock);
  const counts = createCounts();
  const guests = new Guests();
  const hub = new Hub({
    sql,
    log,
    audience,
    backplane,
    counts,
    pages: new Pages(sql, contexts, audience),
    whoIsHere: new WhoIsHere(backplane.presence, log),
    isInformed: deps.isInformed ?? (() => true),
  });
  const presence = new Presence(backplane);
  const inside = { ...deps, hub, presence, counts, guests };
  const gateway = new Gateway({ ...inside, takeTicket: (ticket) => takeTicket(sql, clock, ticket) });
  const streams = new EventStreams(inside, guests);
  const consumers = new Set<RunningConsumer>();
  const wakeListeners = new Set<(contexts: string[]) => void>();

  let comparedMs = 0;
  const compareIfDue = () => {
    comparedMs += compareHeadsAloneMs;
    if (backplane.isWhole() && comparedMs < compareHeadsEveryMs) return;
    comparedMs = 0;
    void hub.compareHeads();
  };
  const headsTimer = setInterval(compareIfDue, compareHeadsAloneMs).unref();
  // What was told in the meantime was told in vain.
  backplane.onHealed(() => void hub.compareHeads());

  const onWake = (listener: (contexts: string[]) => void) => {
    wakeListeners.add(listener);
    return () => void wakeListeners.delete(listener);
  };

  const runConsumer = async (consumer: Consumer) => {
    const running = await startConsumer({ sql, log, onWake }, consumer);
    consumers.add(running);
    return running;
  };

  const drain = async () => {
    clearInterval(headsTimer);
    streams.drain();
    await gateway.drain();
  };

  return {
    wake: (paths) => {
      const named = [...paths];
      for (const context of named) backplane.publish(context, { kind: 'wake' });
      if (named.length > 0) for (const listener of wakeListeners) listener(named);
    },
    tell: (event) => backplane.publish(event.context, { kind: 'tell', event }),
    onWake,
    nudge: (topic) => backplane.publish(topic, { kind: 'wake' }),
    onNudge: (topic, listener) => backplane.listen(topic, listener).end,
    isUserInContext: (userId, path) => backplane.presence.isIn(path, userId),
    mintTicket: (owner) => mintTicket(sql, clock, owner),
    handleUpgrade: (request, socket, head) => gateway.handleUpgrade(request, socket, head),
    refuseStreamIfFull: (principal) => streams.refuseIfFull(principal),
    stream: (request) => streams.open(request),
    disconnect: (revoked) => guests.disconnect(revoked),
    recheck: (memberId) => guests.recheck(memberId),
    runConsumer,
    compareHeads: () => hub.compareHeads(),
    beat: () => gateway.beat(),
    stats: () => ({
      ...counts,
      sockets: gateway.size,
      streams: streams.size,
      contexts: hub.size,
      subscriptions: hub.holders,
      consumers: consumers.size,
      isWhole: backplane.isWhole(),
    }),
    drain,
    [Symbol.asyncDispose]: async () => {
      await drain();
      await Promise.all([...consumers].map((consumer) => consumer[Symbol.asyncDispose]()));
    },
  };
}
