import { parseArgs } from 'node:util';
import { openGround } from '#drills/ground.ts';
import type { Bench } from './bench.ts';
import { capacity } from './capacity.ts';
import { fanOut } from './fan-out.ts';
import { tableOf, type Row } from './figures.ts';
import { growth } from './growth.ts';
import { idleMemory } from './idle-memory.ts';
import { members } from './members.ts';
import { open } from './open.ts';
import { page } from './page.ts';
import { durableSend } from './send.ts';
import { query } from './query.ts';
import { roomsEjabberd } from './rooms-ejabberd.ts';
import { rooms } from './rooms.ts';
import { publish } from './publish/publish.ts';
import { publishedNow, resultsFolder, writePublished } from './publish/published.ts';
import { sockets } from './sockets.ts';
import { start } from './start.ts';
import { streamedReply } from './streamed-reply.ts';

const benches: Record<string, (bench: Bench) => Promise<Row[]>> = {
  send: durableSend,
  'fan-out': fanOut,
  'idle-memory': idleMemory,
  capacity,
  growth,
  members,
  open,
  page,
  query,
  rooms,
  'rooms-ejabberd': roomsEjabberd,
  sockets,
  start,
  'streamed-reply': streamedReply,
};

/** Needs what only the operator of the machine installs. */
const byHand = ['rooms-ejabberd'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { short: { type: 'boolean' } } });
/** Measures nothing: it puts what lies in bench/results into docs. */
const isPublishing = positionals.join() === 'publish';
const unknown = isPublishing ? [] : positionals.filter((name) => !Object.hasOwn(benches, name));
if (isPublishing) await publish();
else process.exitCode = unknown.length > 0 ? refuse(unknown) : await runAll(values.short === true);
process.exit();

function refuse(names: string[]): number {
  say(`There is no benchmark called ${names.join(', ')}. There are ${Object.keys(benches).join(', ')}, and publish.`);
  return 2;
}

async function runAll(isShort: boolean): Promise<number> {
  // As the product runs it: what is confirmed is on the disk.
  await using ground = await openGround({ max_connections: '200' });
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length > 0 ? !positionals.includes(name) : byHand.includes(name)) continue;
    await using database = await ground.newDatabase();
    const rows = await bench({ address: database.address, isShort });
    say(`${name}\n${tableOf(rows)}\n`);
    await writePublished(resultsFolder, publishedNow(name, rows, { isShort }));
  }
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
