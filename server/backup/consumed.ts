import type postgres from 'postgres';
import { literal } from '../db/copy.ts';
import type { Translations } from './tables.ts';

/** The first transaction id that a cluster gives to anybody; making a cluster uses up some seven hundred of them. */
const firstId = 3;
/** With as many the ids that are made up here stay below those that any cluster really has given to events. */
const consumersMax = 8;

/**
 * Where the effects stand in the log, said without transaction ids of this cluster: those mean nothing in another. An event is
 * given the id 3 + m, where m has a bit for each effect that has not seen it, and each effect a snapshot that has seen all of these
 * ids but those with its bit. So an effect owes exactly what it owed, whatever server the rows are read into, and whatever
 * is said there later has a higher id than all of these.
 */
export async function consumedIn(sql: postgres.ISql): Promise<Translations> {
  const consumers = await sql<{ name: string; cursor: string }[]>`
    select name, cursor::text as cursor from consumers order by name`;
  if (consumers.length > consumersMax) throw new Error(`${consumers.length} effects: more than ids can be made up for`);
  const owed = consumers.map(({ cursor }, n) => `case when ${isUnseen(cursor)} then ${2 ** n} else 0 end`);
  const cursors = consumers.map(
    ({ name }, n) => `when ${literal(name)} then ${literal(snapshotOf(n, consumers.length))}`,
  );
  return {
    events: { tx: `(${[firstId, ...owed].join(' + ')})::text::xid8` },
    ...(consumers.length === 0 ? {} : { consumers: { cursor: `(case name ${cursors.join(' ')} end)::pg_snapshot` } }),
  };
}

function isUnseen(cursor: string): string {
  const snapshot = `${literal(cursor)}::pg_snapshot`;
  return `tx >= pg_snapshot_xmin(${snapshot}) and not pg_visible_in_snapshot(tx, ${snapshot})`;
}

/** That of the nth of some consumers, as Postgres writes it: the first id that is missing, one past the last, all that are missing. */
function snapshotOf(n: number, consumers: number): string {
  const missing = Array.from({ length: 2 ** consumers }, (_, m) => m).filter((m) => (m & (2 ** n)) !== 0);
  return `${firstId + 2 ** n}:${firstId + 2 ** consumers}:${missing.map((m) => firstId + m).join(',')}`;
}
