import { inTurn, type Arena, type Side } from './arena.ts';
import type { Begun } from './server-orders.ts';

export interface Measured {
  perSecond: number;
  cpuMicroseconds: number;
}

export interface Rounds {
  /** As many as are seated on each side. */
  sockets: number;
  rounds: number;
  times: number;
  order: 'tell' | 'burst';
}

/** The same events to the sockets of both sides, in turns. The first round of each warms up what the others measure. */
export async function inRounds(arena: Arena, { rounds, ...asked }: Rounds): Promise<Record<Side, Measured[]>> {
  const found: Record<Side, Measured[]> = { ours: [], bare: [] };
  for (let round = -1; round < rounds; round++) {
    for (const side of inTurn(round)) {
      const measured = await measure(arena, side, asked);
      if (round >= 0) found[side].push(measured);
    }
  }
  return found;
}

async function measure(arena: Arena, side: Side, asked: Omit<Rounds, 'rounds'>): Promise<Measured> {
  const { servers, crowds } = arena;
  const { sockets, times, order } = asked;
  const server = servers[side];
  // Before the rows are there: a node that compares heads just now tells of them without being asked.
  await crowds[side].ask({ kind: 'expect', group: side, each: times });
  if (order === 'burst') await server.ask({ kind: 'append', times });
  const { startMs, cpu } = await server.ask<Begun>({ kind: order, times });
  const endMs = await crowds[side].ask<number>({ kind: 'done', group: side });
  if (endMs < startMs) return measure(arena, side, asked);
  const after = await server.ask<NodeJS.CpuUsage>({ kind: 'cpu' });
  const deliveries = times * sockets;
  return {
    perSecond: (1_000 * deliveries) / (endMs - startMs),
    cpuMicroseconds: (after.user + after.system - cpu.user - cpu.system) / deliveries,
  };
}
