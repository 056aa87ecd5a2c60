import type { Sql } from '#server/db/client.ts';
import { tsqueryOf } from './query.ts';
import type { Sought } from './sought.ts';

/** Words that stand close together, in a message `s` that says little else; a whole word before one that only begins so. */
export function ranked(sql: Sql, { query }: Sought) {
  return sql`(ts_rank_cd(s.words, ${tsqueryOf(query)}::tsquery, 1)
    * case when s.words @@ ${tsqueryOf(query, true)}::tsquery then 2 else 1 end)::float8`;
}

export function older(sql: Sql, { before }: Sought) {
  return before === null ? sql`true` : sql`s.message_id < ${before}`;
}

export function isMember(sql: Sql, me: string) {
  return sql`exists (select from conversation_members m
    where m.conversation_id = s.conversation_id and m.member_id = ${me} and m.left_at is null)`;
}
