import { readdirSync, readFileSync } from 'node:fs';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { must } from '#lib/std/must.ts';
import { connect } from '#server/testing/database.ts';

/** The kernel counts in these for everybody who reads /proc, whatever its own clock does. */
const tickMicroseconds = 10_000;

interface Standing {
  pid: number;
  parent: number;
  ticks: number;
  /** Of its children that have ended. */
  endedTicks: number;
}

/** What a process and all that it has begun have used, in microseconds. Linux only: nobody else has /proc. */
export function cpuOfTree(root: number): number {
  const all = readdirSync('/proc').flatMap((name) => standingOf(Number(name)) ?? []);
  const sum = (pid: number): number =>
    all
      .filter((one) => one.pid === pid || one.parent === pid)
      .reduce((ticks, one) => ticks + (one.pid === pid ? one.ticks + one.endedTicks : sum(one.pid)), 0);
  return sum(root) * tickMicroseconds;
}

/** The one that all of a database server's processes are children of. */
export async function postmasterOf(address: DatabaseAddress): Promise<number> {
  const sql = connect(address, 1);
  try {
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    return must(standingOf(must(row, 'a row').pid), 'a process of the database here').parent;
  } finally {
    await sql.end();
  }
}

/** Null for what isn't a process, or has just ended. */
function standingOf(pid: number): Standing | null {
  if (!Number.isInteger(pid)) return null;
  try {
    // A process may call itself anything, in brackets: what can be counted comes after the last one.
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line
      .slice(line.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (at) => fields[at],
    );
    return { pid, parent, ticks: user + system, endedTicks: endedUser + endedSystem };
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}
