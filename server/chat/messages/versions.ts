import type { Versions, VersionsInput } from '#lib/contract/chat.ts';
import type { AppContext } from '#server/app-context.ts';
import { cut } from '#server/db/pagination.ts';
import { notFound } from '#server/errors.ts';
import { accessConversation, type Participant } from '../access.ts';
import { approvalsOf } from './approvals.ts';
import { blocksOf, type StoredContent } from './blocks.ts';
import { filesOf } from './files.ts';

interface VersionRow extends StoredContent {
  version: number | null;
  replacedAt: Date;
}

/** What edits replaced, newest first, for everybody who may read the message. Nothing is left of a deleted one. */
export async function listVersions(app: AppContext, principal: Participant, input: VersionsInput): Promise<Versions> {
  const { conversationId, messageId, limit, before = null } = input;
  await accessConversation(app, principal, conversationId);
  const rows = await app.sql<VersionRow[]>`
    select old.version, old.content, old.replaced_at as "replacedAt", ${filesOf(app.sql)} as files,
      ${approvalsOf(app.sql, app.sql`old.content`)} as approvals
    from messages m left join lateral (
      select * from message_versions v
      where v.conversation_id = m.conversation_id and v.message_id = m.id
        and (${before}::int is null or v.version < ${before}::int)
      order by v.version desc limit ${limit + 1}
    ) old on true
    where m.conversation_id = ${conversationId} and m.id = ${messageId} order by old.version desc`;
  if (rows.length === 0) throw notFound();
  const { page, hasMore } = cut(
    rows.flatMap(({ version, replacedAt, ...said }) =>
      version === null ? [] : [{ version, content: blocksOf(said), replacedAt: replacedAt.getTime() }],
    ),
    limit,
  );
  return { versions: page, hasMore };
}
