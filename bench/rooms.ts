import type { Bench } from './bench.ts';
import type { Row } from './figures.ts';
import { installPeers } from './peers.ts';
import { compareRooms, people } from './rooms/compare.ts';
import { openRoomServer } from './rooms/room-server.ts';

/** A room in which everybody hears everybody: ours, and Socket.IO beside one INSERT for each message. */
export async function rooms(bench: Bench): Promise<Row[]> {
  await installPeers();
  return compareRooms(bench, () => openRoomServer('room-socket-io', { address: bench.address, people }));
}
