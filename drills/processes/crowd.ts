// Thousands of clients as a process of their own: `drills/storm/crowd.ts` starts it.
import { WebSocket } from 'ws';
import type { RealtimeOptions } from '#lib/realtime/client.ts';
import { must } from '#lib/std/must.ts';
import { fetchTicket } from '../company.ts';
import { positions } from '../ledger.ts';
import type { CrowdOrder, CrowdPlace, CrowdVerdict, Heads } from '../storm/crowd.ts';
import { Witness } from '../witness.ts';

const patienceMs = 120_000;
/** Thousands who come for the first time come over some seconds, as a morning has it. */
const arrivingAtOnce = 100;

/** A failure also closes it, and that is what clients go by. */
class QuietSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    this.on('error', () => undefined);
  }
}

const crowd: Witness[] = [];
const tickets = { asked: 0, refused: 0 };
/** What each one waits for while it has not arrived yet. */
const arrived = () => crowd.filter(({ client }) => client.state.status === 'connected').length;

process.on('message', (order: CrowdOrder) => {
  obey(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

function obey(order: CrowdOrder): Promise<unknown> {
  switch (order.kind) {
    case 'arrive':
      return arrive(order);
    case 'reach':
      return reach(order.heads, order.sinceMs);
    case 'judge':
      return Promise.resolve(judge(order.heads));
  }
}

async function arrive({ origin, company: { people, rooms }, sockets }: CrowdPlace): Promise<number> {
  for (let n = 0; n < sockets; n++) {
    const person = must(people[n % people.length], 'a colleague');
    const witness = new Witness({
      url: `${origin.replace('http', 'ws')}/connect`,
      WebSocket: QuietSocket as unknown as NonNullable<RealtimeOptions['WebSocket']>,
      fetchTicket: () => counted(fetchTicket(origin, person)),
      readSnapshot: () => Promise.reject(new Error('nobody should have to read again')),
    });
    witness.follow(must(rooms[n % rooms.length], 'a room').context, 0);
    witness.follow(person.context, 0);
    witness.start();
    crowd.push(witness);
    if (n % arrivingAtOnce === arrivingAtOnce - 1) await until(() => arrived() > n - arrivingAtOnce);
  }
  await until(() => arrived() === sockets);
  return sockets;
}

function counted<T>(ticket: Promise<T>): Promise<T> {
  tickets.asked += 1;
  ticket.catch(() => (tickets.refused += 1));
  return ticket;
}

async function reach(heads: Heads, sinceMs: number): Promise<number[]> {
  const wanted = new Map(heads);
  const waits = await Promise.all(
    crowd.map(async (witness) => {
      const has = () => [...witness.ledgers].every(([path, { newest }]) => newest >= (wanted.get(path) ?? 0));
      return (await witness.until(has, patienceMs)) ? Date.now() - sinceMs : null;
    }),
  );
  return waits.filter((ms) => ms !== null);
}

function judge(heads: Heads): CrowdVerdict {
  const wanted = new Map(heads);
  const all = { lost: 0, doubled: 0, outOfOrder: 0 };
  for (const { ledgers } of crowd) {
    for (const [path, ledger] of ledgers) {
      const head = wanted.get(path);
      const { lost, doubled, outOfOrder } = ledger.judge(head === undefined ? [] : positions(0, head));
      all.lost += lost;
      all.doubled += doubled;
      all.outOfOrder += outOfOrder;
    }
  }
  const connections = crowd.reduce((sum, witness) => sum + witness.connections, 0);
  return { ...all, connections, tickets };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
