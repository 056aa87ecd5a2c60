import { inTurn, openArena, seat, type Arena, type Side } from './arena.ts';
import { compared, intervalOf, percentile, type Goal, type Row } from './figures.ts';
import type { Bench } from './bench.ts';
import { inRounds, type Measured, type Rounds } from './rounds.ts';

const sockets = 1_000;
const rounds = 10;
const timesTold = 100;
/** One page of the log. */
const timesCommitted = 200;
const paced = { times: 100, everyMs: 40 };

type Comparison = Omit<Rounds, 'sockets'>;

/** One event to a thousand sockets: ours, and `send(buffer)` in a loop. */
export async function fanOut({ address, isShort }: Bench): Promise<Row[]> {
  await using arena = await openArena(address, sockets);
  for (const side of ['ours', 'bare'] as const) await seat(arena, side, { sockets });
  const enough = isShort ? 4 : rounds;
  return [
    ...(await compare(arena, 'in memory', { rounds: enough, times: timesTold, order: 'tell' })),
    ...(await compare(arena, 'committed', { rounds: enough, times: timesCommitted, order: 'burst' })),
    await comparePaced(arena, isShort ? 2 : 6),
  ];
}

async function compare(arena: Arena, what: string, { rounds: count, times, order }: Comparison): Promise<Row[]> {
  const found = await inRounds(arena, { sockets, rounds: count, times, order });
  const row = (name: string, key: keyof Measured, goal: Goal): Row => {
    const of = (side: Side) => found[side].map((measured) => measured[key]);
    const digits = intervalOf(of('ours')).median < 100 ? 2 : 0;
    return compared(`${what}: ${name}`, { ours: of('ours'), peer: of('bare'), digits, goal });
  };
  return [row('deliveries/s', 'perSecond', '>= 1.0'), row('server CPU, µs a delivery', 'cpuMicroseconds', '<= 1.0')];
}

async function comparePaced({ servers, crowds }: Arena, count: number): Promise<Row> {
  const p99: Record<Side, number[]> = { ours: [], bare: [] };
  for (let round = 0; round < count; round++) {
    for (const side of inTurn(round)) {
      await crowds[side].ask({ kind: 'expect', group: side, each: paced.times });
      const startsMs = await servers[side].ask<number[]>({ kind: 'paced', ...paced });
      await crowds[side].ask({ kind: 'done', group: side });
      p99[side].push(percentile(await crowds[side].ask<number[]>({ kind: 'delays', group: side, startsMs }), 0.99));
    }
  }
  return compared('committed, 25 a second: p99 ms', { ours: p99.ours, peer: p99.bare, digits: 1, goal: '<= 2.0' });
}
