import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { connect } from '#server/testing/database.ts';

export interface Pgbench {
  /** Transactions a second. */
  run(load: { writers: number; rooms: number; times: number }): Promise<number>;
}

const said = '{"type":"text","text":"as many words as people usually say at once, which is not many"}';

/** Calls the function that sends, as often as it can. It knows the rooms by their number, from a table of its own. */
export async function preparePgbench(program: string, address: DatabaseAddress): Promise<Pgbench> {
  if ('url' in address) throw new Error('pgbench is pointed at the database that comes with the product');
  await nameRooms(address);
  const script = join(mkdtempSync(join(tmpdir(), 'clawchat-pgbench-')), 'send.sql');
  const { host, port, user, database } = address;
  let runs = 0;
  return {
    run: async ({ writers, rooms, times }) => {
      writeFileSync(script, sendingAs(`01P${String((runs += 1)).padStart(4, '0')}`));
      const load = ['-c', String(writers), '-t', String(Math.ceil(times / writers))];
      const known = { n: 0, writers, rooms };
      const variables = Object.entries(known).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
      const where = ['-h', host, '-p', String(port), '-U', user, database];
      const words = ['-n', '-M', 'prepared', '-j', '1', ...load, ...variables, '-f', script, ...where];
      const { stdout } = await promisify(execFile)(program, words);
      return rateIn(stdout);
    },
  };
}

async function nameRooms(address: DatabaseAddress): Promise<void> {
  const sql = connect(address, 1);
  await sql`
    create table bench_rooms as
    select (row_number() over (order by c.id))::int as n, c.id as conversation,
      (select min(m.member_id) from conversation_members m where m.conversation_id = c.id) as sender
    from conversations c where c.created_by = 'drill'`;
  await sql`create unique index on bench_rooms (n)`;
  await sql`analyze bench_rooms`;
  await sql.end();
}

/** In the order and with the ids of the product's own: rooms in turn, ids of 26 that grow. */
function sendingAs(run: string): string {
  const id = `'${run}' || lpad(:n::text, 15, '0') || lpad(:client_id::text, 4, '0')`;
  return [
    '\\set n :n + 1',
    '\\set room (:n * :writers + :client_id) % :rooms + 1',
    'select s.outcome from bench_rooms r, lateral send_message(r.conversation, r.sender,',
    `  ${id}, ${id}, sha256('${said}'), '[${said}]'::jsonb, null, '{}', null, null) s where r.n = :room;`,
    '',
  ].join('\n');
}

function rateIn(report: string): number {
  const rate = /^tps = ([\d.]+) \(without/m.exec(report)?.[1];
  if (rate === undefined || !/failed transactions: 0 /.test(report)) throw new Error(`pgbench said:\n${report}`);
  return Number(rate);
}
