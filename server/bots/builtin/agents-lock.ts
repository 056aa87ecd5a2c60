import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';

export interface AgentsLock {
  /** Still ours? A database that was away in between has given it to whoever came first. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

const lockName = 'builtin-agents';

/**
 * The right to run the built-in agents: one node has it, so that two don't take each other's streams. A lock of a database
 * connection, because Postgres frees it in the moment that the node is gone, kill -9 included; a lease by the clock would
 * leave every agent silent until it has run out. Two nodes that both believe to have it for some seconds do no harm: the
 * newest stream wins, and an answer's id makes it one answer. Null: another node has it.
 */
export async function takeAgentsLock({ sql }: AppContext): Promise<AgentsLock | null> {
  const connection = await sql.reserve();
  try {
    const [row] = await connection<{ isMine: boolean; pid: number }[]>`
      select pg_try_advisory_lock(hashtext(${lockName})) as "isMine", pg_backend_pid() as pid`;
    const { isMine, pid } = must(row, 'an answer about the lock');
    if (isMine) return heldBy(pid);
  } catch (error) {
    connection.release();
    throw error;
  }
  connection.release();
  return null;

  function heldBy(pid: number): AgentsLock {
    // Asked on another connection: one that has died may never answer.
    const isHeld = async () => {
      const [row] = await sql<{ found: boolean }[]>`
        select exists (select from pg_locks where locktype = 'advisory' and granted and pid = ${pid}) as found`;
      return row?.found === true;
    };
    return {
      isHeld,
      release: async () => {
        // A connection that died took the lock along, and the pool has replaced it already.
        if (!(await isHeld())) return;
        await connection`select pg_advisory_unlock(hashtext(${lockName}))`;
        connection.release();
      },
    };
  }
}
