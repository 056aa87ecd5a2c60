import type { Overview } from '#lib/contract/admin/overview.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';

/** Whoever has asked for something within this is here: a page that is open asks more often. */
const hereForMs = 5 * 60_000;

interface Row {
  people: number;
  hereNow: number;
  sandboxes: number;
  running: number;
  conversations: number;
  newThisWeek: number;
}

export async function readCounts({
  sql,
  clock,
}: AppContext): Promise<Pick<Overview, 'people' | 'sandboxes' | 'conversations'>> {
  const ago = (ms: number) => new Date(clock.now().getTime() - ms);
  const [row] = await sql<Row[]>`
    select (select count(*) from users) as people,
      (select count(distinct user_id) from sessions where last_seen_at > ${ago(hereForMs)} and revoked_at is null) as "hereNow",
      (select count(*) from sandboxes where status <> 'destroyed') as sandboxes,
      (select count(*) from sandboxes where status = 'running') as running,
      (select count(*) from conversations) as conversations,
      (select count(*) from conversations where created_at > ${ago(7 * 86_400_000)}) as "newThisWeek"`;
  const { people, hereNow, sandboxes, running, conversations, newThisWeek } = must(row, 'the counts');
  return {
    people: { total: people, hereNow },
    sandboxes: { total: sandboxes, running },
    conversations: { total: conversations, newThisWeek },
  };
}
