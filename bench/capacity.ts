import { must } from '#lib/std/must.ts';
import type { Bench } from './bench.ts';
import { startChild, type Child } from './child.ts';
import { intervalOf, told, type Row } from './figures.ts';
import type { CrowdOrder } from './processes/crowd.ts';
import type { ProductOrder } from './processes/product.ts';

const rooms = 1_000;
const writersAtOnce = [1, 16, 64];
const rounds = 5;
const sendsPerRound = 2_000;
const contextsPerSocket = 200;
const missed = 20;

/** What one node carries: sends with listeners attached, subscriptions, and readers who come back. */
export async function capacity({ address, isShort }: Bench): Promise<Row[]> {
  const words = [JSON.stringify(address), String(rooms)];
  await using product = await startChild<ProductOrder>('product', words);
  await using crowd = await startChild<CrowdOrder>('crowd');
  const count = isShort ? 2 : rounds;
  const paths = await product.ask<string[]>({ kind: 'paths' });
  const rows: Row[] = [];
  await open(product, crowd, { group: 'listeners', says: (n) => [subscribe([must(paths[n % rooms], 'a room')])] });
  for (const writers of writersAtOnce) rows.push(await sends(product, { writers, rounds: count }));
  await crowd.ask({ kind: 'close', group: 'listeners' });
  rows.push(await subscriptions(product, crowd, { paths, rounds: count }));
  rows.push(await resumes(product, crowd, { paths, rounds: count }));
  return rows;
}

/** With a socket in each conversation: each message is read back, joined and written to it. */
async function sends(product: Child<ProductOrder>, { writers, rounds: count }: { writers: number; rounds: number }) {
  const rates: number[] = [];
  for (let round = -1; round < count; round++) {
    const ms = await product.ask<number>({ kind: 'send', writers, rooms, times: sendsPerRound });
    if (round >= 0) rates.push((1_000 * sendsPerRound) / ms);
  }
  return own(`durable sends/s, ${writers} at once, ${rooms} listeners`, rates);
}

interface Readers {
  paths: string[];
  rounds: number;
}

/** From the first handshake to the last answer, fifty sockets with two hundred contexts each. */
async function subscriptions(
  product: Child<ProductOrder>,
  crowd: Child<CrowdOrder>,
  { paths, rounds: count }: Readers,
) {
  const sockets = 50;
  const rates: number[] = [];
  for (let round = 0; round < count; round++) {
    const group = `subscribers ${round}`;
    const says = (n: number) => {
      const first = (n * contextsPerSocket) % rooms;
      return [subscribe(paths.slice(first, first + contextsPerSocket))];
    };
    const ms = await open(product, crowd, { group, says, sockets, answers: contextsPerSocket });
    rates.push((1_000 * sockets * contextsPerSocket) / ms);
    await crowd.ask({ kind: 'close', group });
  }
  return own(`subscriptions/s, ${contextsPerSocket} a socket`, rates);
}

/** Ticket taken, handshake, one context, and the events that were missed. */
async function resumes(product: Child<ProductOrder>, crowd: Child<CrowdOrder>, { paths, rounds: count }: Readers) {
  const rates: number[] = [];
  for (let round = 0; round < count; round++) {
    const heads = await product.ask<number[]>({ kind: 'heads' });
    const group = `back ${round}`;
    const says = (n: number) => {
      const [context, head] = [must(paths[n % rooms], 'a room'), must(heads[n % rooms], 'its head')];
      return [
        JSON.stringify({ type: 'context.subscribe', contexts: [{ context, after: Math.max(0, head - missed) }] }),
      ];
    };
    const least = Math.min(missed, ...heads);
    const ms = await open(product, crowd, { group, says, sockets: rooms, answers: 1 + least });
    rates.push((1_000 * rooms) / ms);
    await crowd.ask({ kind: 'close', group });
  }
  return own(`resumes/s, some ${missed} events each`, rates);
}

interface Opening {
  group: string;
  says(n: number): string[];
  sockets?: number;
  answers?: number;
}

async function open(
  product: Child<ProductOrder>,
  crowd: Child<CrowdOrder>,
  { group, says, sockets = rooms, answers = 1 }: Opening,
): Promise<number> {
  const { port, tickets } = await product.ask<{ port: number; tickets: string[] }>({ kind: 'tickets', count: sockets });
  const each = tickets.map((_, n) => says(n));
  return crowd.ask<number>({ kind: 'open', group, port, tickets, says: each, answers });
}

function subscribe(contexts: string[]): string {
  return JSON.stringify({ type: 'context.subscribe', contexts });
}

/** No peer: for `docs/SCALING.md`, to be read beside the machine that it was taken on. */
function own(what: string, rates: number[]): Row {
  return { what, ours: told(intervalOf(rates), 0), peer: '-', ratio: '-', goal: '', held: null };
}
