import { z } from 'zod';
import type { AdminSandboxPage, ListAdminSandboxesInput, SandboxSort } from '#lib/contract/admin/sandboxes.ts';
import { sandboxIdSchema } from '#lib/contract/ids.ts';
import { sandboxStatusSchema } from '#lib/contract/sandboxes.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import { cut, decodeCursor, encodeCursor, instantKeySchema } from '#server/db/pagination.ts';
import { heartbeat, inTrouble, type ListedRow, listedColumns, listedFrom, presentListed, waiting } from './columns.ts';

type SortName = 'created' | 'name' | 'status' | 'heartbeat';
type SortKey = string | number;

/** What a page can be sorted by, with the key that its cursors carry. Whose heart never beat comes before all others. */
const sorts: Record<SortName, { by: (sql: Sql) => ReturnType<Sql>; key: z.ZodType<SortKey> }> = {
  created: { by: (sql) => sql`floor(extract(epoch from s.created_at) * 1000)::bigint`, key: instantKeySchema },
  name: { by: (sql) => sql`lower(s.label)`, key: z.string().max(200) },
  status: { by: (sql) => sql`s.status`, key: sandboxStatusSchema },
  heartbeat: {
    by: (sql) => sql`coalesce(floor(extract(epoch from ${heartbeat(sql)}) * 1000)::bigint, 0)`,
    key: instantKeySchema,
  },
};

/** Every agent that isn't destroyed, a page at a time. Two statements, however many there are. */
export async function listSandboxesForOperator(
  app: AppContext,
  input: ListAdminSandboxesInput,
): Promise<AdminSandboxPage> {
  const { sql, clock } = app;
  const { sort, limit, cursor } = input;
  const { by, key } = sorts[nameOf(sort)];
  const list = `sandboxes ${sort}`;
  const after = cursor == null ? null : decodeCursor(list, z.tuple([key, sandboxIdSchema]), cursor);
  const direction = sort.startsWith('-') ? sql`desc` : sql`asc`;
  const beyond = sort.startsWith('-') ? sql`<` : sql`>`;
  const rows = await sql<(ListedRow & { key: SortKey })[]>`
    select page.*, ${waiting(sql, sql`page.id`)} as waiting from (
      select ${listedColumns(sql, clock.now())}, ${by(sql)} as key from ${listedFrom(sql)}
      where s.status <> 'destroyed' ${narrowed(app, input)}
        ${after === null ? sql`` : sql`and (${by(sql)}, s.id) ${beyond} (${after[0]}, ${after[1]})`}
      order by key ${direction}, s.id ${direction} limit ${limit + 1}) page
    order by page.key ${direction}, page.id ${direction}`;
  const { page, hasMore } = cut(rows, limit);
  const last = page.at(-1);
  const presences = await app.presenceOfBots(page.map(({ id }) => id));
  return {
    sandboxes: page.map((row) => presentListed(row, presences.get(row.id)?.presence ?? 'unknown')),
    hasMore,
    nextCursor: hasMore && last !== undefined ? encodeCursor(list, [last.key, last.id]) : null,
  };
}

function nameOf(sort: SandboxSort): SortName {
  return sort.replace('-', '') as SortName;
}

function narrowed({ sql, clock }: AppContext, { search = '', show, runtime }: ListAdminSandboxesInput) {
  return sql`
    ${search === '' ? sql`` : sql`and strpos(lower(s.label || ' ' || s.id || ' ' || owner.name || ' ' || coalesce(o.name, '')), lower(${search})) > 0`}
    ${runtime === undefined ? sql`` : sql`and s.runtime = ${runtime}`}
    ${show === 'running' ? sql`and s.status in ('running', 'starting')` : sql``}
    ${show === 'stopped' ? sql`and s.status = 'stopped'` : sql``}
    ${show === 'trouble' ? sql`and ${inTrouble(sql, clock.now())}` : sql``}`;
}
