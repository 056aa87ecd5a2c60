import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { createHouse, type House, type Place } from '#server/testing/realtime-house.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import { RealtimeClient, TicketRefused, type RealtimeOptions, type RealtimeState } from './client.ts';
import type { SubscribeOptions } from './subscriptions.ts';

let house: House;
let maria: SessionPrincipal;
beforeAll(async () => {
  house = await createHouse();
  maria = await house.person('maria');
});
afterAll(() => house[Symbol.asyncDispose]());

test('[RT28] a burst with the socket cut again and again is received once, whole and in order', async () => {
  const context = await newConversation();
  const client = clientOf(maria);
  const got: number[] = [];
  let cuts = 0;
  const all = 600;
  const received = Promise.withResolvers<void>();
  client.subscribe(context.context, {
    after: 0,
    onEvent: ({ id = 0 }) => {
      got.push(id);
      // Drops our sockets in the middle of what is being sent.
      if (id % 97 === 0) {
        cuts += 1;
        house.realtime.disconnect({ userId: maria.userId });
      }
      if (id === all) received.resolve();
    },
  });
  const release = client.acquire();
  await Promise.all(Array.from({ length: 4 }, () => burst(context, all / 4)));
  await received.promise;
  release();
  expect(got).toEqual(Array.from({ length: all }, (_, i) => i + 1));
  expect(cuts).toBe(6);
});

test('[RT29] two who listen to one context from different positions each get what they lack, and nothing twice', async () => {
  const context = await newConversation();
  await house.append(context, { times: 10 });
  const client = clientOf(maria);
  const release = client.acquire();
  const fromEight = await listening(client, context.context, { after: 8 });
  const fromThree = await listening(client, context.context, { after: 3 });
  const fromNow = await listening(client, context.context, {});
  await house.append(context, { times: 2 });
  await Promise.all([fromEight, fromThree, fromNow].map(({ reaches }) => reaches(12)));
  release();
  expect(fromEight.ids).toEqual([9, 10, 11, 12]);
  expect(fromThree.ids).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(fromNow.ids).toEqual([11, 12]);
});

test('[RT30] a gap is never passed over in silence: the context is asked for again from the last good position', async () => {
  const { client, sockets, timers } = offstage();
  const ids: (number | undefined)[] = [];
  client.subscribe('/user/maria', { after: 4, epoch: 1, onEvent: ({ id }) => ids.push(id) });
  client.acquire();
  await timers.settle();
  const socket = must(sockets[0], 'a socket');
  socket.open();
  socket.pong();
  socket.subscribed('/user/maria', 4);
  socket.event('/user/maria', 5);
  socket.event('/user/maria', 7);
  await timers.settle();
  // On the way already when the client asked again: neither believed, nor a reason to ask a third time.
  socket.event('/user/maria', 8);
  socket.say({ type: 'context.cursor', context: '/user/maria', id: 9 });
  socket.pong();
  socket.event('/user/maria', 6);
  socket.event('/user/maria', 7);
  expect(ids).toEqual([5, 6, 7]);
  expect(socket.sent.filter((frame) => frame.includes('context.subscribe"'))).toHaveLength(2);
  expect(socket.sent.at(-1)).toContain('"after":5,"epoch":1');
});

test('[RT31] an id that was applied is dropped; an event of a broken shape counts and is told to nobody', async () => {
  const { client, sockets, timers } = offstage();
  const ids: (number | undefined)[] = [];
  client.subscribe('/user/maria', { after: 0, onEvent: ({ id }) => ids.push(id) });
  client.acquire();
  await timers.settle();
  const socket = must(sockets[0], 'a socket');
  socket.open();
  socket.event('/user/maria', 1);
  socket.event('/user/maria', 1);
  socket.say({ type: 'event', context: '/user/maria', event: 'conversation.read', payload: { nonsense: 1 }, id: 2 });
  socket.say({ type: 'event', context: '/user/maria', event: 'from.the.future', payload: {}, id: 3 });
  socket.say({ type: 'context.cursor', context: '/user/maria', id: 7 });
  socket.event('/user/maria', 8);
  expect(ids).toEqual([1, 8]);
});

test('[RT32] a resync moves the position, is told, and events go on after it', async () => {
  const context = await newConversation();
  await house.append(context, { times: 5 });
  await house.sql`delete from events where context = ${context.context} and seq <= 3`;
  const client = clientOf(maria);
  const release = client.acquire();
  const resynced = Promise.withResolvers<number>();
  const reader = await listening(client, context.context, { after: 1, onResync: ({ head }) => resynced.resolve(head) });
  expect(await resynced.promise).toBe(5);
  await house.append(context);
  await reader.reaches(6);
  release();
  expect(reader.ids).toEqual([6]);
});

test('[RT33] no order of connecting, disconnecting and late tickets leaves two sockets', async () => {
  let runs = 0;
  let most = 0;
  const step = fc.constantFrom('acquire', 'release', 'ticket', 'refusal', 'open', 'cut', 'tick', 'hint', 'retry');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const stage = offstage({ manualTickets: true });
      const releases: (() => void)[] = [];
      for (const name of steps) {
        if (name === 'acquire') releases.push(stage.client.acquire());
        if (name === 'release') releases.pop()?.();
        if (name === 'ticket') stage.tickets.shift()?.resolve({ ticket: 't' });
        if (name === 'refusal') stage.tickets.shift()?.reject(new TicketRefused());
        if (name === 'open') stage.sockets.find((socket) => socket.state === 'connecting')?.open();
        if (name === 'cut') stage.sockets.find((socket) => socket.state === 'open')?.cut();
        if (name === 'tick') stage.timers.runNext();
        if (name === 'hint') stage.client.hint('focus');
        if (name === 'retry') stage.client.retryNow();
        await stage.timers.settle();
        const alive = stage.sockets.filter((socket) => socket.state !== 'closed').length;
        most = Math.max(most, alive);
        expect(alive).toBeLessThanOrEqual(releases.length > 0 ? 1 : 0);
      }
      runs += 1;
    }),
    { numRuns: 500, seed: 20_261 },
  );
  expect(most).toBe(1);
  process.stdout.write(`    generations: ${runs} schedules, never more than ${most} socket\n`);
});

test('[RT34] a ticket that is refused is asked for once more, then the client says signed-out and stops', async () => {
  const statuses: RealtimeState['status'][] = [];
  let asked = 0;
  let recovered = 0;
  const { client, timers } = offstage({
    fetchTicket: () => {
      asked += 1;
      return Promise.reject(new TicketRefused());
    },
    recover: async () => {
      recovered += 1;
    },
  });
  client.subscribeState(() => statuses.push(client.state.status));
  client.acquire();
  await timers.settle();
  expect({ asked, recovered, statuses }).toEqual({ asked: 2, recovered: 1, statuses: ['connecting', 'signed-out'] });
  expect(timers.pending()).toBe(0);
});

test('[RT35] a link that died in silence is given up 25 s after the last word, and 2 s after somebody looks', async () => {
  const { client, sockets, timers } = offstage();
  client.acquire();
  await timers.settle();
  must(sockets[0], 'a socket').open();
  must(sockets[0], 'a socket').pong();
  timers.pass(24_999);
  expect(client.state.status).toBe('connected');
  timers.pass(1);
  expect(client.state).toEqual({ status: 'reconnecting', retryAt: timers.now() + 500 });
  timers.pass(500);
  await timers.settle();
  must(sockets[1], 'a socket').open();
  must(sockets[1], 'a socket').pong();
  client.hint('visible');
  timers.pass(2_000);
  expect(client.state.status).toBe('reconnecting');
});

test('[RT36] a server that is gone is tried at growing distances, at once when asked, and by the goodbye it gave', async () => {
  const { client, sockets, timers } = offstage();
  client.acquire();
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    await timers.settle();
    must(sockets.at(-1), 'a socket').cut();
    waits.push((client.state.retryAt ?? 0) - timers.now());
    client.retryNow();
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  await timers.settle();
  must(sockets.at(-1), 'a socket').open();
  must(sockets.at(-1), 'a socket').say({ type: 'goaway', retryAfterMs: 1_234 });
  must(sockets.at(-1), 'a socket').cut();
  expect(client.state).toEqual({ status: 'reconnecting', retryAt: timers.now() + 1_234 });
  client.hint('offline');
  expect(client.state.status).toBe('offline');
});

test('[RT37] five hundred contexts of one turn go out in three frames', async () => {
  const { client, sockets, timers } = offstage();
  client.acquire();
  await timers.settle();
  must(sockets[0], 'a socket').open();
  for (let i = 0; i < 500; i++) client.subscribe(`/user/u${i}`, {});
  await timers.settle();
  const sizes = must(sockets[0], 'a socket')
    .sent.filter((frame) => frame !== 'ping')
    .map((frame) => (JSON.parse(frame) as { contexts: unknown[] }).contexts.length);
  expect(sizes).toEqual([200, 200, 100]);
});

async function newConversation(): Promise<Place> {
  return house.conversation(await house.sandbox(maria), [maria]);
}

async function burst(place: Place, times: number): Promise<void> {
  for (let i = 0; i < times; i += 3) await house.append(place, { times: Math.min(3, times - i) });
}

/** Waits are cut to nothing: what is tested is what survives the reconnecting. */
function clientOf(person: SessionPrincipal): RealtimeClient {
  return new RealtimeClient({
    url: house.url,
    fetchTicket: () => house.realtime.mintTicket(person),
    random: () => 0,
  });
}

async function listening(client: RealtimeClient, context: string, options: SubscribeOptions) {
  const ids: number[] = [];
  const looks = new Set<() => void>();
  await new Promise<void>((resolve) => {
    client.subscribe(context, {
      ...options,
      onSubscribed: () => resolve(),
      onEvent: ({ id = 0 }) => {
        ids.push(id);
        for (const look of looks) look();
      },
    });
  });
  const reaches = (id: number) =>
    new Promise<void>((resolve) => {
      const look = () => ids.at(-1) === id && resolve();
      looks.add(look);
      look();
    });
  return { ids, reaches };
}

/** The platform's side of a socket, moved by hand. */
class HandSocket {
  state: 'connecting' | 'open' | 'closed' = 'connecting';
  readonly sent: string[] = [];
  onopen: WebSocket['onopen'] = null;
  onmessage: WebSocket['onmessage'] = null;
  onclose: WebSocket['onclose'] = null;

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {
    this.state = 'closed';
  }

  open(): void {
    this.state = 'open';
    this.onopen?.call(this as never, new Event('open'));
  }

  cut(): void {
    this.state = 'closed';
    this.onclose?.call(this as never, { code: 1006 } as CloseEvent);
  }

  say(frame: object | 'pong'): void {
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.onmessage?.call(this as never, { data } as MessageEvent);
  }

  pong(): void {
    this.say('pong');
  }

  subscribed(context: string, head: number): void {
    this.say({ type: 'context.subscribed', context, head, epoch: 1, resumed: true });
  }

  event(context: string, id: number): void {
    const payload = { conversationId: ulid(), memberId: 'maria', lastReadSeq: id };
    this.say({ type: 'event', context, event: 'conversation.read', payload, id });
  }
}

/** A clock of one's own, whose callbacks run in their order. */
class HandTimers {
  #nowMs = 0;
  #next = 1;
  readonly #due = new Map<number, { at: number; run: () => void }>();

  now = () => this.#nowMs;
  set = (run: () => void, ms: number) => {
    this.#due.set(this.#next, { at: this.#nowMs + ms, run });
    return this.#next++ as unknown as ReturnType<typeof setTimeout>;
  };
  clear = (timer: ReturnType<typeof setTimeout>) => void this.#due.delete(timer as unknown as number);

  pending(): number {
    return this.#due.size;
  }

  runNext(): void {
    const [first] = [...this.#due].toSorted(([, a], [, b]) => a.at - b.at);
    if (first === undefined) return;
    this.#due.delete(first[0]);
    this.#nowMs = Math.max(this.#nowMs, first[1].at);
    first[1].run();
  }

  pass(ms: number): void {
    const until = this.#nowMs + ms;
    while ([...this.#due.values()].some(({ at }) => at <= until)) this.runNext();
    this.#nowMs = until;
  }

  /** Lets every promise that can settle do so. */
  settle = () => new Promise<void>((resolve) => setImmediate(resolve));
}

function offstage(options: Partial<RealtimeOptions> & { manualTickets?: boolean } = {}) {
  const sockets: HandSocket[] = [];
  const tickets: PromiseWithResolvers<{ ticket: string }>[] = [];
  const timers = new HandTimers();
  const { manualTickets = false, ...overrides } = options;
  const client = new RealtimeClient({
    url: 'ws://home.test/connect',
    fetchTicket: () => {
      if (!manualTickets) return Promise.resolve({ ticket: 't' });
      const ticket = Promise.withResolvers<{ ticket: string }>();
      tickets.push(ticket);
      return ticket.promise;
    },
    WebSocket: class extends HandSocket {
      constructor() {
        super();
        sockets.push(this);
      }
    },
    now: timers.now,
    random: () => 0.5,
    setTimeout: timers.set,
    clearTimeout: timers.clear,
    ...overrides,
  });
  return { client, sockets, tickets, timers };
}
