import { openArena, seat, type Side } from './arena.ts';
import type { Bench } from './bench.ts';
import { compared, intervalOf, type Goal, type Row } from './figures.ts';
import { inRounds, type Measured } from './rounds.ts';

const sizes = [100, 1_000, 10_000];
const shortSizes = [100, 1_000];
const rounds = 10;
/** A round has as many of them at each size. */
const deliveries = 100_000;

/** What one delivery takes when more and more sockets listen to the same events: ours, and `send(buffer)` in a loop. */
export async function sockets({ address, isShort }: Bench): Promise<Row[]> {
  const found: Found[] = [];
  for (const size of isShort ? shortSizes : sizes) {
    await using arena = await openArena(address, size);
    for (const side of ['ours', 'bare'] as const) await seat(arena, side, { sockets: size });
    const asked = { sockets: size, rounds: isShort ? 2 : rounds, times: deliveries / size, order: 'tell' } as const;
    found.push({ size, ...(await inRounds(arena, asked)) });
  }
  return [
    ...rowsOf(found, { key: 'perSecond', name: 'deliveries/s', digits: 0, goal: '>= 1.0' }),
    ...rowsOf(found, { key: 'cpuMicroseconds', name: 'server CPU, µs a delivery', digits: 2, goal: '<= 1.0' }),
  ];
}

type Found = { size: number } & Record<Side, Measured[]>;

interface Line {
  key: keyof Measured;
  name: string;
  digits: number;
  goal: Goal;
}

/** A row for each size; the largest has the curve. */
function rowsOf(found: readonly Found[], { key, name, digits, goal }: Line): Row[] {
  const of = (one: Found, side: Side) => one[side].map((measured) => measured[key]);
  const points = found.map((one) => ({
    size: one.size,
    ours: intervalOf(of(one, 'ours')).median,
    peer: intervalOf(of(one, 'bare')).median,
  }));
  return found.map((one, n) => ({
    ...compared(`${one.size} sockets: ${name}`, { ours: of(one, 'ours'), peer: of(one, 'bare'), digits, goal }),
    ...(n === found.length - 1 && { curve: { of: 'sockets', unit: name, points } }),
  }));
}
