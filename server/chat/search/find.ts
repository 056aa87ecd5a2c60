import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import type { Participant } from '../access.ts';
import { fromSender, inConversation, inSandbox } from './index-messages.ts';
import { quote, tsqueryOf, type Query } from './query.ts';

export interface Sought {
  query: Query;
  sandboxId?: string | undefined;
  conversationId?: string | undefined;
  from?: string | undefined;
  /** Only what is older than this message. */
  before: string | null;
}

export interface Ranked {
  conversationId: string;
  messageId: string;
  score: number;
}

/** So many of the newest that match are ranked against each other; what is older comes after all of them. */
const windowSize = 200;
/** A word in more messages than this is common: then the newest are walked through, instead of all that have it. */
const commonFrom = 4_000;
/** A walk that finds too little in so many is given up: what is common is not that rare. */
const walkMax = 40_000;

interface Window {
  hits: Ranked[];
  /** Where the next one begins; null when there is none. */
  next: string | null;
}

/**
 * The newest that match, the best of them first. Three statements at most: where the reader is a member, what the index of
 * words has, and for common words a walk from the newest back.
 */
export async function findWindow(app: AppContext, principal: Participant, sought: Sought): Promise<Window> {
  const { sql } = app;
  const me = memberIdOf(principal);
  const sandboxIds = await sandboxesOf(sql, me, sought);
  if (sandboxIds.length === 0) return { hits: [], next: null };
  const wanted = whole(sought, sandboxIds);
  const indexed = await fromIndex(sql, { me, wanted, sought });
  const rows = indexed.isCommon ? await fromWalk(sql, { me, wanted, sought, sandboxIds }) : indexed.rows;
  const newest = rows.slice(0, windowSize);
  return {
    hits: newest.toSorted((a, b) => b.score - a.score || (a.messageId < b.messageId ? 1 : -1)),
    next: rows.length > windowSize ? (newest.at(-1)?.messageId ?? null) : null,
  };
}

async function sandboxesOf(sql: Sql, me: string, { sandboxId, conversationId }: Sought): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct c.sandbox_id as id from conversation_members m join conversations c on c.id = m.conversation_id
    where m.member_id = ${me} and m.left_at is null
      ${sandboxId === undefined ? sql`` : sql`and c.sandbox_id = ${sandboxId}`}
      ${conversationId === undefined ? sql`` : sql`and c.id = ${conversationId}`}`;
  return rows.map(({ id }) => id);
}

/** Who, where and what in one question to one index: the rarest of them leads. */
function whole({ query, conversationId, from }: Sought, sandboxIds: string[]): string {
  const where =
    conversationId === undefined
      ? sandboxIds.map((id) => quote(inSandbox(id)))
      : [quote(inConversation(conversationId))];
  const who = from === undefined ? [] : [quote(fromSender(from))];
  return [`(${where.join(' | ')})`, ...who, tsqueryOf(query)].join(' & ');
}

interface Asking {
  me: string;
  wanted: string;
  sought: Sought;
}

async function fromIndex(sql: Sql, { me, wanted, sought }: Asking): Promise<{ isCommon: boolean; rows: Ranked[] }> {
  const rows = await sql<(Ranked & { total: number })[]>`
    with found as materialized (
      select s.conversation_id, s.message_id, s.words from message_search s
      where s.words @@ ${wanted}::tsquery and ${older(sql, sought)} limit ${commonFrom + 1}
    )
    select all_of.total, hit.* from (select count(*) as total from found) all_of left join lateral (
      select ${ranked(sql, sought)} from found s
      where ${isMember(sql, me)} order by s.message_id desc limit ${windowSize + 1}
    ) hit on true`;
  const isCommon = (rows[0]?.total ?? 0) > commonFrom;
  return { isCommon, rows: rows.flatMap(({ total: _total, ...row }) => (row.messageId === null ? [] : [row])) };
}

/** Back from the newest of each sandbox, as far as it takes. */
async function fromWalk(sql: Sql, { me, wanted, sought, sandboxIds }: Asking & { sandboxIds: string[] }) {
  return sql<Ranked[]>`
    select ${ranked(sql, sought)}
    from unnest(${sandboxIds}::text[]) as place (id) cross join lateral (
      select s.* from (
        select s.* from message_search s where s.sandbox_id = place.id and ${older(sql, sought)}
        order by s.message_id desc limit ${walkMax}
      ) s
      where s.words @@ ${wanted}::tsquery and ${isMember(sql, me)}
      limit ${windowSize + 1}
    ) s
    order by s.message_id desc limit ${windowSize + 1}`;
}

function older(sql: Sql, { before }: Sought) {
  return before === null ? sql`true` : sql`s.message_id < ${before}`;
}

function isMember(sql: Sql, me: string) {
  return sql`exists (select from conversation_members m
    where m.conversation_id = s.conversation_id and m.member_id = ${me} and m.left_at is null)`;
}

/** Words that stand close together, in a message that says little else; a whole word before one that only begins so. */
function ranked(sql: Sql, { query }: Sought) {
  return sql`s.conversation_id as "conversationId", s.message_id as "messageId",
    (ts_rank_cd(s.words, ${tsqueryOf(query)}::tsquery, 1)
      * case when s.words @@ ${tsqueryOf(query, true)}::tsquery then 2 else 1 end)::float8 as score`;
}
