import type { Bench } from './bench.ts';
import { openEjabberd } from './ejabberd.ts';
import type { Row } from './figures.ts';
import { compareRooms, people } from './rooms/compare.ts';

/** The same room beside ejabberd's, with its archive. By hand: ejabberd comes from the system and not from a registry. */
export async function roomsEjabberd(bench: Bench): Promise<Row[]> {
  return compareRooms(bench, () => openEjabberd({ address: bench.address, people }));
}
