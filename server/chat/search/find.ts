import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Sql } from '#server/db/client.ts';
import type { Participant } from '../access.ts';
import { fromSender, inConversation, inSandbox } from './index-messages.ts';
import { lookAround } from './look-around.ts';
import { quote, tsqueryOf } from './query.ts';
import { isMember, older, ranked } from './ranked.ts';
import { windowSize, type Asking, type Newest, type Ranked, type Sought } from './sought.ts';
import { walkBack, walkFar, walkOn } from './walk.ts';

/** More than this are not sorted to find the newest of them: those are walked through instead. */
const sortedMax = 4_000;

interface Window {
  hits: Ranked[];
  /** Where the next one begins; null when there is none. */
  next: string | null;
}

/**
 * The newest that match, the best of them first. What few messages have is asked of the index of words, what many have is
 * walked through from the newest back: in the index it would cost as much as there is of it. Five statements at most.
 */
export async function findWindow(app: AppContext, principal: Participant, sought: Sought): Promise<Window> {
  const me = memberIdOf(principal);
  const { sandboxIds, isCommon } = await lookAround(app.sql, me, sought);
  const newest = await findNewest(app.sql, { me, sought, sandboxIds }, isCommon);
  const hits = newest.rows.slice(0, windowSize);
  return {
    hits: hits.toSorted((a, b) => b.score - a.score || (a.messageId < b.messageId ? 1 : -1)),
    next: newest.rows.length > windowSize ? (hits.at(-1)?.messageId ?? null) : newest.end,
  };
}

async function findNewest(sql: Sql, asking: Asking, isCommon: boolean): Promise<Newest> {
  if (asking.sandboxIds.length === 0) return { rows: [], end: null };
  const walked = isCommon ? await fromWalk(sql, asking) : null;
  if (walked !== null) return walked;
  const indexed = await fromIndex(sql, asking);
  if (!indexed.isTooMany) return { rows: indexed.rows, end: null };
  const newest = (isCommon ? null : await fromWalk(sql, asking)) ?? (await walkFar(sql, asking));
  // Nothing far and wide: then older ones, though there may be some between them.
  return newest.rows.length > 0 ? newest : { rows: indexed.rows, end: null };
}

/** Null when there is nothing on the way: words of which each is common may hardly ever stand together. */
async function fromWalk(sql: Sql, asking: Asking): Promise<Newest | null> {
  const near = await walkBack(sql, asking);
  if (near.passed === 0 && near.end !== null) return null;
  const walked = await walkOn(sql, asking, near);
  return walked.rows.length === 0 && walked.end !== null ? null : walked;
}

/** What matches is all found before any of it is taken: told how few are enough, Postgres would read all messages in a row. */
async function fromIndex(
  sql: Sql,
  { me, sought, sandboxIds }: Asking,
): Promise<{ isTooMany: boolean; rows: Ranked[] }> {
  const rows = await sql<(Ranked & { total: number })[]>`
    with matching as materialized (
      select s.conversation_id, s.message_id, s.words from message_search s
      where s.words @@ ${whole(sought, sandboxIds)}::tsquery and ${older(sql, sought)}
    ), found as materialized (select * from matching limit ${sortedMax + 1})
    select all_of.total, hit.* from (select count(*) as total from found) all_of left join lateral (
      select s.conversation_id as "conversationId", s.message_id as "messageId", ${ranked(sql, sought)} as score
      from found s where ${isMember(sql, me)} order by s.message_id desc limit ${windowSize + 1}
    ) hit on true`;
  const isTooMany = (rows[0]?.total ?? 0) > sortedMax;
  return { isTooMany, rows: rows.flatMap(({ total: _total, ...row }) => (row.messageId === null ? [] : [row])) };
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
