import { ensurePgbench } from '../scripts/pgbench.mjs';
import type { Bench } from './bench.ts';
import { startChild, type Child } from './child.ts';
import { compared, type Row } from './figures.ts';
import { preparePgbench, type Pgbench } from './pgbench.ts';
import type { ProductOrder } from './processes/product.ts';

const rounds = 10;
const sendsPerRound = 3_000;
const loads = [
  { writers: 1, rooms: 1_000 },
  { writers: 16, rooms: 1_000 },
  { writers: 64, rooms: 1_000 },
  // Everybody in one: each waits for the one before, and only what happens under its lock counts.
  { writers: 16, rooms: 1 },
];

/** What we acknowledge, against what Postgres does of the same SQL function when nobody but `pgbench` asks it. */
export async function durableSend({ address, isShort }: Bench): Promise<Row[]> {
  const program = await ensurePgbench();
  await using product = await startChild<ProductOrder>('product', [JSON.stringify(address), '1000']);
  const pgbench = await preparePgbench(program, address);
  const rows: Row[] = [];
  for (const load of loads) rows.push(await sends(product, pgbench, { ...load, rounds: isShort ? 2 : rounds }));
  return rows;
}

interface Load {
  writers: number;
  rooms: number;
  rounds: number;
}

async function sends(product: Child<ProductOrder>, pgbench: Pgbench, { rounds: count, ...load }: Load): Promise<Row> {
  const found = { ours: [] as number[], peer: [] as number[] };
  const turns = {
    ours: async () => {
      const ms = await product.ask<number>({ kind: 'send', ...load, times: sendsPerRound });
      return (1_000 * sendsPerRound) / ms;
    },
    peer: () => pgbench.run({ ...load, times: sendsPerRound }),
  };
  for (let round = -1; round < count; round++) {
    for (const side of round % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
      const rate = await turns[side]();
      if (round >= 0) found[side].push(rate);
    }
  }
  const where = load.rooms === 1 ? 'one hot conversation' : '1,000 conversations';
  return compared(`durable sends/s, ${load.writers} at once, ${where}`, { ...found, digits: 0, goal: '>= 0.8' });
}
