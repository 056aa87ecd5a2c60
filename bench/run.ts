import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openGround } from '#drills/ground.ts';
import type { Bench } from './bench.ts';
import { capacity } from './capacity.ts';
import { fanOut } from './fan-out.ts';
import { tableOf, type Row } from './figures.ts';
import { growth } from './growth.ts';
import { idleMemory } from './idle-memory.ts';
import { members } from './members.ts';
import { page } from './page.ts';
import { durableSend } from './send.ts';
import { query } from './query.ts';
import { roomsEjabberd } from './rooms-ejabberd.ts';
import { rooms } from './rooms.ts';
import { sockets } from './sockets.ts';
import { streamedReply } from './streamed-reply.ts';

const benches: Record<string, (bench: Bench) => Promise<Row[]>> = {
  send: durableSend,
  'fan-out': fanOut,
  'idle-memory': idleMemory,
  capacity,
  growth,
  members,
  page,
  query,
  rooms,
  'rooms-ejabberd': roomsEjabberd,
  sockets,
  'streamed-reply': streamedReply,
};

/** Needs what only the operator of the machine installs. */
const byHand = ['rooms-ejabberd'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { short: { type: 'boolean' } } });
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
process.exitCode = unknown.length > 0 ? refuse(unknown) : await runAll(values.short === true);
process.exit();

function refuse(names: string[]): number {
  say(`There is no benchmark called ${names.join(', ')}. There are ${Object.keys(benches).join(', ')}.`);
  return 2;
}

async function runAll(isShort: boolean): Promise<number> {
  mkdirSync('bench/results', { recursive: true });
  // As the product runs it: what is confirmed is on the disk.
  await using ground = await openGround({ max_connections: '200' });
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 ? !positionals.includes(name) : byHand.includes(name)) continue;
    await using database = await ground.newDatabase();
    const rows = await bench({ address: database.address, isShort });
    say(`${name}\n${tableOf(rows)}\n`);
    writeFileSync(`bench/results/${name}.json`, `${JSON.stringify({ name, at: new Date(), rows }, null, 2)}\n`);
  }
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
