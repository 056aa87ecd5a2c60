import type { UserPrincipal } from '#lib/contract/principals.ts';
import { accountOf } from '../accounts/account.ts';
import { listKeys } from '../accounts/api-keys.ts';
import { listSessions } from '../accounts/session-list.ts';
import type { AppContext } from '../app-context.ts';
import { listSandboxes } from '../sandboxes/list.ts';
import { readConversation } from './conversations/read.ts';
import { asJson } from './exports/conversation.ts';

const pageSize = 100;

/**
 * All of a person's, as one JSON document in pieces: no more than a page of messages is in memory, however much there is.
 * Each page is asked for as the person, so that nothing stands in it that they may not read.
 */
export async function* exportAccount(app: AppContext, principal: UserPrincipal): AsyncGenerator<string> {
  const { userId, sessionId } = principal;
  const head = {
    exportedAt: app.clock.now().getTime(),
    account: await accountOf(app, principal),
    ...(await listSessions(app, { userId, currentId: sessionId })),
    ...(await listKeys(app, principal)),
    ...(await listSandboxes(app, principal)),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"conversations":[`;
  let comma = '';
  for await (const conversationId of conversationsOf(app, userId)) {
    const conversation = await readConversation(app, principal, conversationId);
    for await (const piece of asJson(app, principal, conversation)) {
      yield comma + piece;
      comma = '';
    }
    comma = ',\n';
  }
  yield ']}\n';
}

/** In the order of their ids and not of their activity: one that is written to meanwhile can't slip past the reader. */
async function* conversationsOf({ sql }: AppContext, userId: string): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const rows = await sql<{ id: string }[]>`
      select conversation_id as id from conversation_members
      where member_id = ${userId} and left_at is null and conversation_id > ${after}
      order by conversation_id limit ${pageSize}`;
    for (const { id } of rows) yield id;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.id;
  }
}
