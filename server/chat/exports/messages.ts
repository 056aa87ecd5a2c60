import type { Message } from '#lib/contract/chat.ts';
import type { AppContext } from '#server/app-context.ts';
import { accessConversation, type Participant } from '../access.ts';
import { readMessages } from '../messages/read.ts';

const pageSize = 100;

/**
 * All messages of a conversation, the oldest first: no more than a page is in memory, however many there are. Before each
 * page it is asked again whether the reader is still a member.
 */
export async function* messagesOf(
  app: AppContext,
  principal: Participant,
  conversationId: string,
): AsyncGenerator<Message[]> {
  for (let after = 0; ;) {
    await accessConversation(app, principal, conversationId);
    const rows = await app.sql<{ id: string; seq: number }[]>`
      select id, seq from messages where conversation_id = ${conversationId} and seq > ${after}
      order by seq limit ${pageSize}`;
    const last = rows.at(-1);
    if (last === undefined) return;
    yield await readMessages(
      app.sql,
      conversationId,
      rows.map(({ id }) => id),
    );
    if (rows.length < pageSize) return;
    after = last.seq;
  }
}
