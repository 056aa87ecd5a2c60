import type { Bench } from './bench.ts';
import { startChild, type Child } from './child.ts';
import { compared, type Goal, type Row } from './figures.ts';
import type { Answered, RequestsOrder } from './processes/requests.ts';
import type { QueryServerOrder, Recorded } from './query-server-order.ts';

const connections = 32;
const usual = { rounds: 10, forMs: 3_000 };
const short = { rounds: 2, forMs: 1_000 };

/** The first is what each open page asks every minute, and is answered from memory once the session has been looked up. */
const queries: { path: string; goal: Goal }[] = [
  { path: 'banner.current', goal: '>= 0.2' },
  { path: 'sandboxes.list', goal: '' },
];

/** A query as a page asks it, and `node:http` that answers with the same bytes at once. */
export async function query({ address, isShort }: Bench): Promise<Row[]> {
  await using ours = await startChild<QueryServerOrder>('query-ours', [JSON.stringify(address)]);
  await using requests = await startChild<RequestsOrder>('requests');
  const rows: Row[] = [];
  for (const { path, goal } of queries) {
    const recorded = await record(ours, `/api/trpc/${path}`);
    await using bare = await startChild<QueryServerOrder>('query-bare', [JSON.stringify(recorded)]);
    const found = await compare({ ours, bare }, requests, { path: `/api/trpc/${path}`, ...(isShort ? short : usual) });
    rows.push(...rowsOf(path, found, { goal }));
  }
  return rows;
}

function rowsOf(path: string, { ours, bare }: Record<Side, Measured[]>, { goal }: { goal: Goal }): Row[] {
  const of = (figure: (measured: Measured) => number) => ({ ours: ours.map(figure), peer: bare.map(figure) });
  return [
    compared(`${path}: queries/s`, { ...of(({ perSecond }) => perSecond), digits: 0, goal }),
    compared(`${path}: server CPU, µs a query`, { ...of(({ serverCpu }) => serverCpu), digits: 1, goal: '' }),
    compared(`${path}: p99 ms`, { ...of(({ p99Ms }) => p99Ms), digits: 2, goal: '' }),
  ];
}

type Side = 'ours' | 'bare';
const sides = ['ours', 'bare'] as const;

interface Where {
  port: number;
  headers: Record<string, string>;
}

type Measured = Answered & { serverCpu: number };

/** With what every answer of HTTP has anyway left to the peer itself. */
async function record(ours: Child<QueryServerOrder>, path: string): Promise<Recorded> {
  const { port, headers } = await ours.ask<Where>({ kind: 'where' });
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
  const own = ['connection', 'date', 'keep-alive'];
  return {
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !own.includes(name))),
    body: await answer.text(),
  };
}

interface Asking {
  path: string;
  rounds: number;
  forMs: number;
}

async function compare(
  servers: Record<Side, Child<QueryServerOrder>>,
  requests: Child<RequestsOrder>,
  { path, rounds, forMs }: Asking,
): Promise<Record<Side, Measured[]>> {
  const found: Record<Side, Measured[]> = { ours: [], bare: [] };
  // Both are asked with the same headers, whether or not they look at them.
  const { headers } = await servers.ours.ask<Where>({ kind: 'where' });
  // The first round of each warms up what the others measure.
  for (let round = -1; round < rounds; round++) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const { port } = await servers[side].ask<Where>({ kind: 'where' });
      const before = await servers[side].ask<NodeJS.CpuUsage>({ kind: 'cpu' });
      const answered = await requests.ask<Answered>({ port, path, headers, connections, forMs });
      const after = await servers[side].ask<NodeJS.CpuUsage>({ kind: 'cpu' });
      const serverCpu = (after.user + after.system - before.user - before.system) / answered.count;
      if (round >= 0) found[side].push({ ...answered, serverCpu });
    }
  }
  return found;
}
