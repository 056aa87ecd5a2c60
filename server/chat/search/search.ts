import { z } from 'zod';
import type { InputBlock } from '#lib/contract/blocks.ts';
import type { MessageHit, SearchInput, SearchResult } from '#lib/contract/search.ts';
import { messageIdSchema } from '#lib/contract/ids.ts';
import type { AppContext } from '#server/app-context.ts';
import { cut, decodeCursor, encodeCursor } from '#server/db/pagination.ts';
import type { Participant } from '../access.ts';
import { excerpt } from './excerpt.ts';
import { findWindow } from './find.ts';
import { parseQuery, type Query } from './query.ts';
import type { Ranked, Sought } from './sought.ts';
import { searchTitles } from './titles.ts';
import { searchableText } from './text.ts';

/** Where the last page ended: in which window, and behind which hit of it. */
const cursorKey = z.tuple([messageIdSchema.nullable(), z.number().nullable(), messageIdSchema.nullable()]);

/** What matches in the conversations that this principal is a member of now. */
export async function search(app: AppContext, principal: Participant, input: SearchInput): Promise<SearchResult> {
  const query = parseQuery(input.query);
  const [before, score, messageId] =
    input.cursor == null ? [null, null, null] : decodeCursor('search', cursorKey, input.cursor);
  if (query.phrases.length === 0) return { messages: [], conversations: [], hasMore: false, nextCursor: null };
  const sought: Sought = { ...input, query, before };
  const { hits, next } = await findWindow(app, principal, sought);
  const rest = score === null || messageId === null ? hits : hits.filter((hit) => isAfter(hit, { score, messageId }));
  const { page, hasMore: isMoreHere } = cut(rest, input.limit);
  const last = page.at(-1);
  const hasMore = isMoreHere || next !== null;
  const key = isMoreHere && last !== undefined ? [before, last.score, last.messageId] : [next, null, null];
  return {
    messages: await present(app, page, query),
    conversations: input.cursor == null ? await searchTitles(app, principal, { ...input, query }) : [],
    hasMore,
    nextCursor: hasMore ? encodeCursor('search', key as (string | number)[]) : null,
  };
}

function isAfter(hit: Ranked, last: { score: number; messageId: string }): boolean {
  return hit.score < last.score || (hit.score === last.score && hit.messageId < last.messageId);
}

interface HitRow extends Omit<MessageHit, 'excerpt' | 'createdAt'> {
  createdAt: Date;
  content: InputBlock[];
  fileNames: string[];
}

/** One statement for the page. What was deleted since it was found is left out. */
async function present({ sql }: AppContext, page: Ranked[], query: Query): Promise<MessageHit[]> {
  if (page.length === 0) return [];
  const rows = await sql<HitRow[]>`
    select m.conversation_id as "conversationId", c.sandbox_id as "sandboxId", c.title, m.id as "messageId",
      m.sender_id as "senderId", case when m.sender_id like 'bot:%' then s.label else u.name end as "senderName",
      m.created_at as "createdAt", m.content,
      array(select f.filename from attachments f where m.content @> '[{"type": "attachment"}]'
        and f.conversation_id = m.conversation_id and f.message_id = m.id order by f.id) as "fileNames"
    from messages m join conversations c on c.id = m.conversation_id join sandboxes s on s.id = c.sandbox_id
    left join users u on u.id = m.sender_id
    where (m.conversation_id, m.id) in (select "conversationId", "messageId"
        from jsonb_to_recordset(${sql.json(page as never)}) as ("conversationId" text, "messageId" text))
      and m.deleted_at is null`;
  const byId = new Map(rows.map((row) => [row.messageId, row]));
  return page.flatMap(({ messageId }) => {
    const row = byId.get(messageId);
    if (row === undefined) return [];
    const { content, fileNames, createdAt, ...place } = row;
    const text = searchableText(content, fileNames);
    return [{ ...place, createdAt: createdAt.getTime(), excerpt: excerpt(text, query) }];
  });
}
