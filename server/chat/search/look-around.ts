import { must } from '#lib/std/must.ts';
import type { Sql } from '#server/db/client.ts';
import type { Sought } from './sought.ts';

/**
 * A word is common that at least so many of all messages have: of the newest thousand some ten. A rarer one is a short list in
 * the index, even where there are millions of messages.
 */
const commonShare = 0.01;

interface Surroundings {
  /** Where the reader is in a conversation. */
  sandboxIds: string[];
  /** Each of the words is common. */
  isCommon: boolean;
}

/** Where to look, and whether it is worth walking there. How often a word comes is what Postgres keeps for its planner. */
export async function lookAround(sql: Sql, me: string, sought: Sought): Promise<Surroundings> {
  const { sandboxId, conversationId } = sought;
  const [row] = await sql<Surroundings[]>`
    select array(
      select distinct c.sandbox_id from conversation_members m join conversations c on c.id = m.conversation_id
      where m.member_id = ${me} and m.left_at is null
        ${sandboxId === undefined ? sql`` : sql`and c.sandbox_id = ${sandboxId}`}
        ${conversationId === undefined ? sql`` : sql`and c.id = ${conversationId}`}
    ) as "sandboxIds", ${isEachCommon(sql, sought)} as "isCommon"`;
  return must(row, 'one row');
}

function isEachCommon(sql: Sql, { query: { phrases, isOpen } }: Sought) {
  const words = phrases.flat();
  const beginning = isOpen ? (words.at(-1) ?? null) : null;
  return sql`(
    with known as materialized (
      select unnest(most_common_elems::text::text[]) as word, unnest(most_common_elem_freqs) as share from pg_stats
      where schemaname = current_schema() and tablename = 'message_search' and attname = 'words'
    )
    select bool_and(${commonShare} <= coalesce((
      select sum(known.share) from known
      where known.word = wanted.word or (wanted.word = ${beginning} and starts_with(known.word, wanted.word))), 0))
    from unnest(${words}::text[]) wanted (word)
  )`;
}
