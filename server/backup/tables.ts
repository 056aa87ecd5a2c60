import type postgres from 'postgres';
import { must } from '#lib/std/must.ts';
import { quoted } from '../db/copy.ts';

export interface Table {
  name: string;
  columns: string[];
}

/** Each table of the schema as it stands in the database, those that others point at first. */
export async function readTables(sql: postgres.ISql): Promise<Table[]> {
  const tables = await sql<Table[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.relname order by c.relname`;
  const pointers = await sql<{ from: string; to: string }[]>`
    select distinct conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid and conparentid = 0`;
  return inOrder([...tables], [...pointers]);
}

/** Tables without anything that they wait for come first, in the order of their names. */
function inOrder(tables: Table[], pointers: { from: string; to: string }[]): Table[] {
  const placed = new Set<string>();
  const ordered: Table[] = [];
  while (ordered.length < tables.length) {
    const waits = ({ name }: Table) => pointers.some(({ from, to }) => from === name && !placed.has(to));
    const next = tables.find((table) => !placed.has(table.name) && !waits(table));
    const { name } = must(next, 'a table that points at none of the others left');
    placed.add(name);
    ordered.push(must(next, 'a table'));
  }
  return ordered;
}

/** What a column is written down as, where that isn't what stands in it. */
export type Translations = Record<string, Record<string, string>>;

export function rowsOf({ name, columns }: Table, translations: Translations = {}): string {
  const listed = columns.map((column) => {
    const other = translations[name]?.[column];
    return other === undefined ? quoted(column) : `${other} as ${quoted(column)}`;
  });
  return `select ${listed.join(', ')} from public.${quoted(name)}`;
}

export interface Tally {
  rows: number;
  checksum: string;
}

/** How many rows, and a sum over all of them that doesn't depend on their order: eight bytes of each row's SHA-256, added up. */
export async function tallyOf(sql: postgres.ISql, query: string): Promise<Tally> {
  const [tally] = await sql.unsafe<Tally[]>(`
    select count(*)::float8 as rows,
      coalesce(sum(('x' || left(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint::numeric), 0)::text
        as checksum
    from (${query}) t`);
  return must(tally, 'a tally');
}
