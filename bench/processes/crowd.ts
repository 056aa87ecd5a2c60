// Raw sockets that count frames, as a process of their own.
import { subprotocol } from '#lib/protocol/version.ts';
import { must } from '#lib/std/must.ts';
import { nowMs, serveOrders } from '../child.ts';
import { RawSocket } from '../raw-socket.ts';

export type CrowdOrder =
  /** One socket for each ticket; what each says once it is open, and how many frames answer that. */
  | { kind: 'open'; group: string; port: number; tickets: string[]; says: string[][]; answers: number }
  /** Count from here. */
  | { kind: 'expect'; group: string; each: number }
  /** When the last of them was there. */
  | { kind: 'done'; group: string }
  /** How long after these moments each socket's frames came. */
  | { kind: 'delays'; group: string; startsMs: number[] }
  | { kind: 'close'; group: string };

interface Group {
  sockets: RawSocket[];
  counts: number[];
  total: number;
  wanted: number;
  each: number;
  lastMs: number;
  arrivals: Float64Array;
  reached: (() => void) | null;
}

const groups = new Map<string, Group>();
const openingAtOnce = 50;

function groupOf(name: string): Group {
  const found = groups.get(name) ?? {
    sockets: [],
    counts: [],
    total: 0,
    wanted: 0,
    each: 0,
    lastMs: 0,
    arrivals: new Float64Array(0),
    reached: null,
  };
  groups.set(name, found);
  return found;
}

serveOrders(async (order: CrowdOrder) => {
  const group = groupOf(order.group);
  switch (order.kind) {
    case 'open':
      return open(group, order);
    case 'expect':
      group.counts.fill(0);
      group.total = 0;
      group.each = order.each;
      group.wanted = order.each * group.sockets.length;
      group.arrivals = new Float64Array(group.wanted);
      return null;
    case 'done':
      await reached(group);
      return group.lastMs;
    case 'delays':
      return Array.from(group.arrivals, (ms, i) => ms - must(order.startsMs[i % group.each], 'a start'));
    case 'close':
      for (const socket of group.sockets) socket.destroy();
      groups.delete(order.group);
      return null;
  }
});

async function open(group: Group, { port, tickets, says, answers }: Extract<CrowdOrder, { kind: 'open' }>) {
  const beganMs = nowMs();
  const before = group.total;
  for (let at = 0; at < tickets.length; at += openingAtOnce) {
    const opened = tickets.slice(at, at + openingAtOnce).map((ticket) => {
      const n = group.sockets.length;
      group.counts.push(0);
      const socket = new RawSocket({
        port,
        path: `/connect?ticket=${ticket}`,
        protocol: subprotocol,
        onFrame: () => arrived(group, n),
        onLost: giveUp,
      });
      group.sockets.push(socket);
      return socket;
    });
    await Promise.all(opened.map((socket) => socket.opened));
    for (const [n, socket] of opened.entries()) for (const text of says[at + n] ?? []) socket.send(text);
  }
  group.wanted = before + tickets.length * answers;
  await reached(group);
  return nowMs() - beganMs;
}

/** Whoever waits for its frames would wait for ever. */
function giveUp(): never {
  process.stderr.write('A server has closed a socket that was being measured.\n');
  process.exit(1);
}

function arrived(group: Group, n: number): void {
  const count = group.counts[n] ?? 0;
  group.counts[n] = count + 1;
  group.total += 1;
  group.lastMs = nowMs();
  if (group.each > 0) group.arrivals[n * group.each + count] = group.lastMs;
  if (group.total >= group.wanted) group.reached?.();
}

async function reached(group: Group): Promise<void> {
  if (group.total < group.wanted) await new Promise<void>((resolve) => (group.reached = resolve));
  group.reached = null;
}
