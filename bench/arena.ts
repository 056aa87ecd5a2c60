import type { DatabaseAddress } from '#server/db/embedded.ts';
import { startChild, type Child } from './child.ts';
import type { CrowdOrder } from './processes/crowd.ts';
import type { ServerOrder } from './server-orders.ts';

export type Side = 'ours' | 'bare';
const sides = ['ours', 'bare'] as const;

/** Two servers that never work at the same time, and a process of sockets at each: one would run out of open files. */
export interface Arena extends AsyncDisposable {
  servers: Record<Side, Child<ServerOrder>>;
  crowds: Record<Side, Child<CrowdOrder>>;
}

export async function openArena(address: DatabaseAddress, sockets: number): Promise<Arena> {
  const words = [JSON.stringify(address), String(sockets)];
  const servers = {
    ours: await startChild<ServerOrder>('ours', words),
    bare: await startChild<ServerOrder>('bare', words),
  };
  const crowds = { ours: await startChild<CrowdOrder>('crowd'), bare: await startChild<CrowdOrder>('crowd') };
  return {
    servers,
    crowds,
    [Symbol.asyncDispose]: async () => {
      for (const child of [crowds.ours, crowds.bare, servers.ours, servers.bare]) await child[Symbol.asyncDispose]();
    },
  };
}

/** A ticket lives for half a minute, and a busy machine may need longer for ten thousand handshakes. */
const seatedAtOnce = 500;

/** Sockets that listen to the server's room. The peer has no rooms and tells everybody everything. */
export async function seat(
  { servers, crowds }: Arena,
  side: Side,
  { sockets, follows = true }: { sockets: number; follows?: boolean },
): Promise<void> {
  const { port, context } = await servers[side].ask<{ port: number; context: string }>({ kind: 'where' });
  const subscribe = JSON.stringify({ type: 'context.subscribe', contexts: [{ context, after: 0 }] });
  for (let seated = 0; seated < sockets; seated += seatedAtOnce) {
    const count = Math.min(seatedAtOnce, sockets - seated);
    const tickets = await servers[side].ask<string[]>({ kind: 'tickets', count });
    const talk =
      side === 'ours' && follows ? { says: tickets.map(() => [subscribe]), answers: 1 } : { says: [], answers: 0 };
    await crowds[side].ask({ kind: 'open', group: side, port, tickets, ...talk });
  }
}

/** Which of the two goes first changes from round to round. */
export function inTurn(round: number): readonly Side[] {
  return round % 2 === 0 ? sides : sides.toReversed();
}
