import type { DatabaseAddress } from '#server/db/embedded.ts';
import { must } from '#lib/std/must.ts';
import { openArena, seat, type Side } from './arena.ts';
import type { Bench } from './bench.ts';
import { compared, type Goal, type Row } from './figures.ts';
import type { Memory } from './server-orders.ts';

/** Growth from the first to the last: what a server has before anybody comes is not the sockets'. */
const steps = [1_000, 4_000, 7_000, 10_000];
const shortSteps = [500, 1_500];
const rounds = 3;

type Kind = 'bare' | 'connected' | 'following';
const goals: Record<Exclude<Kind, 'bare'>, Goal> = { connected: '<= 1.3', following: '' };

/** What one more idle socket costs: of `ws` alone, of ours, and of ours when it follows a context. */
export async function idleMemory({ address, isShort }: Bench): Promise<Row[]> {
  const found: Record<Kind, Memory[]> = { bare: [], connected: [], following: [] };
  for (let round = 0; round < (isShort ? 1 : rounds); round++) {
    for (const kind of ['bare', 'connected', 'following'] as const) {
      found[kind].push(await growthOf(address, kind, isShort ? shortSteps : steps));
    }
  }
  return (['connected', 'following'] as const).flatMap((kind) =>
    (['heap', 'rss'] as const).map((key): Row => {
      const of = (which: Kind) => found[which].map((memory) => memory[key]);
      return compared(`${kind}: ${key}, bytes a socket`, {
        ours: of(kind),
        peer: of('bare'),
        digits: 0,
        goal: goals[kind],
      });
    }),
  );
}

/** In processes that nothing has happened in yet: a heap that has been large stays large. */
async function growthOf(address: DatabaseAddress, kind: Kind, sizes: number[]): Promise<Memory> {
  const [first, last] = [must(sizes[0], 'a first step'), must(sizes.at(-1), 'a last step')];
  await using arena = await openArena(address, last);
  const side: Side = kind === 'bare' ? 'bare' : 'ours';
  const taken: Memory[] = [];
  let seated = 0;
  for (const size of sizes) {
    await seat(arena, side, { sockets: size - seated, follows: kind === 'following' });
    seated = size;
    taken.push(await arena.servers[side].ask<Memory>({ kind: 'memory' }));
  }
  const [before, after] = [must(taken[0], 'the first'), must(taken.at(-1), 'the last')];
  return { rss: (after.rss - before.rss) / (last - first), heap: (after.heap - before.heap) / (last - first) };
}
