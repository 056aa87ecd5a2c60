import type { DatabaseAddress } from '#server/db/embedded.ts';
import { startChild } from '../child.ts';
import type { Seat } from './member.ts';
import type { RoomOrder } from './room-order.ts';

/** Where a room is. */
export interface RoomServer extends AsyncDisposable {
  seats(): Promise<Seat[]>;
  /** What it has used until now. */
  cpuMicroseconds(): Promise<number>;
}

export async function openRoomServer(
  name: 'room-ours' | 'room-socket-io',
  { address, people }: { address: DatabaseAddress; people: number },
): Promise<RoomServer> {
  const child = await startChild<RoomOrder>(name, [JSON.stringify(address), String(people)]);
  return {
    seats: () => child.ask<Seat[]>({ kind: 'seats' }),
    cpuMicroseconds: async () => {
      const { user, system } = await child.ask<NodeJS.CpuUsage>({ kind: 'cpu' });
      return user + system;
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}
