import type { ConversationHit } from '#lib/contract/search.ts';
import { memberIdOf } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Participant } from '../access.ts';
import { archivedAt } from '../personal/present.ts';
import { marked } from './excerpt.ts';
import { hitsIn, type Query } from './query.ts';
import { wordsOf } from './words.ts';

const titlesMax = 5;
/** Of those with the newest activity: more than anybody looks for by name. */
const lookedAtMax = 2_000;

interface TitleRow {
  conversationId: string;
  sandboxId: string;
  title: string;
  lastActivityAt: Date;
  archived: boolean;
}

/** The conversations that are called so, newest first. Compared here, so that titles and messages are found alike. */
export async function searchTitles(
  { sql }: AppContext,
  principal: Participant,
  {
    query,
    sandboxId,
    conversationId,
    from,
  }: { query: Query; sandboxId?: string | undefined; conversationId?: string | undefined; from?: string | undefined },
): Promise<ConversationHit[]> {
  // Within one conversation, and of one sender, only messages are looked for.
  if (conversationId !== undefined || from !== undefined) return [];
  const rows = await sql<TitleRow[]>`
    select c.id as "conversationId", c.sandbox_id as "sandboxId", c.title, c.last_activity_at as "lastActivityAt",
      ${archivedAt(sql)} is not null as archived
    from conversation_members m join conversations c on c.id = m.conversation_id
    where m.member_id = ${memberIdOf(principal)} and m.left_at is null and c.title is not null
      ${sandboxId === undefined ? sql`` : sql`and c.sandbox_id = ${sandboxId}`}
    order by c.last_activity_at desc, c.id desc limit ${lookedAtMax}`;
  return rows
    .filter(({ title }) => hitsIn(wordsOf(title), query).length > 0)
    .slice(0, titlesMax)
    .map(({ title, lastActivityAt, ...row }) => ({
      ...row,
      title: marked(title, query),
      lastActivityAt: lastActivityAt.getTime(),
    }));
}
