import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { connect, type TestDatabase } from '#server/testing/database.ts';
import type { Home } from './home.ts';

type Sql = TestDatabase['sql'];

/** What is killed, always with -9: it says nothing more, and what it had in memory is gone. */
export const strikes = ['app', 'postmaster', 'backend', 'app and postmaster'] as const;
export type Strike = (typeof strikes)[number];

/** What was struck in fact. The app is started again by its supervisor, which is the drill; Postgres by the app. */
export async function strike(home: Home, what: Strike): Promise<string> {
  if (what === 'backend') return killBackend(home.address);
  if (what !== 'app') home.killPostmaster();
  if (what !== 'postmaster') {
    await home.killApp();
    await home.start();
  }
  return what;
}

const triesMax = 400;
/** A backend that was halted with a lock in hand may keep the question about it waiting. */
const answerMaxMs = 250;
/** It writes its commit to the log, waits until that is on disk, or waits for another one to do it for both. */
const committing = ['WalWrite', 'WalSync', 'WALWrite'];

/**
 * A backend that is found between writing its commit and saying so. It is halted first and looked at after, or it would be
 * elsewhere by the time it is killed. Should none be caught like that, the next one that is at work at all.
 */
async function killBackend(address: DatabaseAddress): Promise<string> {
  const sql = connect(address, 2);
  try {
    for (let tries = 0; tries < 2 * triesMax; tries++) {
      const pid = await findSending(sql);
      if (pid === null) await sleep(1);
      else if (await killIfCaught(sql, pid, tries >= triesMax))
        return tries < triesMax ? 'backend in its commit' : 'backend';
    }
    throw new Error('no backend was ever found at work');
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function findSending(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where state = 'active' and query like '%from send_message(%' and pid <> pg_backend_pid()
    order by wait_event = any(${committing}) desc nulls last, random() limit 1`;
  return row?.pid ?? null;
}

async function killIfCaught(sql: Sql, pid: number, isAnyGood: boolean): Promise<boolean> {
  process.kill(pid, 'SIGSTOP');
  const isCaught = isAnyGood || (await isCommitting(sql, pid));
  process.kill(pid, isCaught ? 'SIGKILL' : 'SIGCONT');
  return isCaught;
}

async function isCommitting(sql: Sql, pid: number): Promise<boolean> {
  const rows = sql`
    select from pg_stat_activity
    where pid = ${pid} and state = 'active' and query like '%from send_message(%' and wait_event = any(${committing})`;
  return (await Promise.race([rows, sleep(answerMaxMs, [])])).length === 1;
}
