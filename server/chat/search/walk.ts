import type { Sql } from '#server/db/client.ts';
import { fromSender } from './index-messages.ts';
import { quote, tsqueryOf } from './query.ts';
import { isMember, older, ranked } from './ranked.ts';
import { windowSize, type Asking, type Newest, type Ranked } from './sought.ts';

/** Enough to see how often something comes, and for what every tenth message has. */
const nearMax = 1_000;
/** A walk goes no further than this at once; whoever wants more asks for the next page. */
const farMax = 20_000;
/** However many places share it. */
const eachMin = 5;
/** Of what comes so often, the newest so many are as good as any. */
const enough = 50;
/** How much further, when there was something, but only behind much else that one agent has said just now. */
const furtherTimes = 5;

/** How far a walk went, in each place that it went through. */
export interface Walked extends Newest {
  each: number;
  /** What it came by, with what is behind its end and what isn't the reader's. */
  passed: number;
}

/** The newest of all that the reader can see, as many of each place, and of those what matches. */
export function walkBack(sql: Sql, asking: Asking): Promise<Walked> {
  return walk(sql, asking, share(asking, nearMax));
}

/** As far as it takes if what comes is like what was seen, and half as far again. */
export async function walkOn(sql: Sql, asking: Asking, near: Walked): Promise<Newest> {
  const { rows, each, end } = near;
  if (end === null || rows.length >= enough) return near;
  const times = rows.length === 0 ? furtherTimes : (1.5 * enough) / rows.length;
  return walk(sql, asking, Math.min(share(asking, farMax), Math.ceil(each * times)));
}

export function walkFar(sql: Sql, asking: Asking): Promise<Newest> {
  return walk(sql, asking, share(asking, farMax));
}

function share(asking: Asking, total: number): number {
  return Math.max(eachMin, Math.ceil(total / placesOf(asking).length));
}

function placesOf({ sought: { conversationId }, sandboxIds }: Asking): string[] {
  return conversationId === undefined ? sandboxIds : [conversationId];
}

/**
 * Where one place was walked less far back than another, what is older in the other may not be the newest: the walk ends
 * where the first of them did.
 */
async function walk(sql: Sql, asking: Asking, each: number): Promise<Walked> {
  const { me, sought } = asking;
  const place = sought.conversationId === undefined ? sql`s.sandbox_id` : sql`s.conversation_id`;
  const rows = await sql<(Ranked & { end: string | null; passed: number })[]>`
    with walked as materialized (
      select place.id as place, s.conversation_id, s.message_id, s.score
      from unnest(${placesOf(asking)}::text[]) place (id) cross join lateral (
        select s.conversation_id, s.message_id,
          case when s.words @@ ${wanted(asking)}::tsquery then ${ranked(sql, sought)} end as score
        from message_search s where ${place} = place.id and ${older(sql, sought)}
        order by s.message_id desc limit ${each}
      ) s
    ), ended as (
      select max(oldest) filter (where count = ${each}) as id, coalesce(sum(matching), 0) as passed from (
        select min(message_id) as oldest, count(*), count(score) as matching from walked group by place) places
    )
    select ended.id as end, ended.passed::int, hit.* from ended left join lateral (
      select s.conversation_id as "conversationId", s.message_id as "messageId", s.score from walked s
      where s.score is not null and (ended.id is null or s.message_id >= ended.id) and ${isMember(sql, me)}
      order by s.message_id desc limit ${windowSize + 1}
    ) hit on true`;
  return {
    rows: rows.flatMap(({ end: _end, passed: _passed, ...row }) => (row.messageId === null ? [] : [row])),
    end: rows[0]?.end ?? null,
    passed: rows[0]?.passed ?? 0,
    each,
  };
}

function wanted({ sought: { query, from } }: Asking): string {
  return [...(from === undefined ? [] : [quote(fromSender(from))]), tsqueryOf(query)].join(' & ');
}
