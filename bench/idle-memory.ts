import type { DatabaseAddress } from '#server/db/embedded.ts';
import { must } from '#lib/std/must.ts';
import { openArena, seat, type Side } from './arena.ts';
import type { Bench } from './bench.ts';
import { compared, intervalOf, type Goal, type Row } from './figures.ts';
import type { Memory } from './server-orders.ts';

/** What each further socket costs from one to the next: what a server has before anybody comes is not the sockets'. */
const steps = [10, 100, 1_000, 10_000];
const shortSteps = [10, 100, 1_000];
const rounds = 3;

type Kind = 'bare' | 'connected' | 'following';
const goals: Record<Exclude<Kind, 'bare'>, Goal> = { connected: '<= 1.3', following: '' };

/** What one more idle socket costs: of `ws` alone, of ours, and of ours when it follows a context. */
export async function idleMemory({ address, isShort }: Bench): Promise<Row[]> {
  const sizes = isShort ? shortSteps : steps;
  const found: Record<Kind, Step[][]> = { bare: [], connected: [], following: [] };
  for (let round = 0; round < (isShort ? 1 : rounds); round++) {
    for (const kind of ['bare', 'connected', 'following'] as const) {
      found[kind].push(await stepsOf(address, kind, sizes));
    }
  }
  return (['connected', 'following'] as const).flatMap((kind) =>
    (['heap', 'rss'] as const).map((key): Row => {
      const at = (which: Kind, size: number) => found[which].map((taken) => stepTo(taken, size)[key]);
      const last = must(sizes.at(-1), 'a last step');
      const points = sizes.slice(1).map((size) => ({
        size,
        ours: intervalOf(at(kind, size)).median,
        peer: intervalOf(at('bare', size)).median,
      }));
      return {
        ...compared(`${kind}: ${key}, bytes a socket`, {
          ours: at(kind, last),
          peer: at('bare', last),
          digits: 0,
          goal: goals[kind],
        }),
        // What the system gives a process comes in steps that are larger than a hundred sockets.
        ...(key === 'heap' && { curve: { of: 'sockets', unit: `bytes of heap a socket, ${kind}`, points } }),
      };
    }),
  );
}

interface Step extends Memory {
  size: number;
}

function stepTo(taken: readonly Step[], size: number): Step {
  return must(
    taken.find((step) => step.size === size),
    'that step',
  );
}

/** In processes that nothing has happened in yet: a heap that has been large stays large. */
async function stepsOf(address: DatabaseAddress, kind: Kind, sizes: readonly number[]): Promise<Step[]> {
  await using arena = await openArena(address, must(sizes.at(-1), 'a last step'));
  const side: Side = kind === 'bare' ? 'bare' : 'ours';
  const taken: Step[] = [];
  let before: Step | null = null;
  for (const size of sizes) {
    const more = size - (before?.size ?? 0);
    await seat(arena, side, { sockets: more, follows: kind === 'following' });
    const now: Step = { size, ...(await arena.servers[side].ask<Memory>({ kind: 'memory' })) };
    if (before !== null)
      taken.push({ size, rss: (now.rss - before.rss) / more, heap: (now.heap - before.heap) / more });
    before = now;
  }
  return taken;
}
