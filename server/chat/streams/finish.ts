import type { EditResult } from '#lib/contract/chat.ts';
import { memberIdOf, type BotPrincipal } from '#lib/contract/principals.ts';
import type { FinishInput } from '#lib/contract/streams.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault, notFound } from '#server/errors.ts';
import { notYours } from '../messages/not-yours.ts';
import { readMessages } from '../messages/read.ts';
import { endStream } from './end.ts';

/** Makes a message whole that its agent was writing. Said again because the answer was lost, it finds it done. */
export async function finish(app: AppContext, principal: BotPrincipal, input: FinishInput): Promise<EditResult> {
  const { conversationId, messageId, content: added } = input;
  const senderId = memberIdOf(principal);
  const ending = { conversationId, messageId, senderId, added, silentBefore: null, stoppedBefore: null };
  const outcome = await endStream(app, ending);
  if (outcome === 'not_found') throw notFound();
  if (outcome === 'forbidden') throw notYours();
  if (outcome === 'closed' && !(await saysSo(app, input))) {
    throw new Fault('conflict', "That message isn't being written any more. Edit it to have it say something else.");
  }
  const [message] = await readMessages(app.sql, conversationId, [messageId]);
  return { messageId, message: must(message, 'the message that was finished') };
}

async function saysSo({ sql }: AppContext, { conversationId, messageId, content }: FinishInput): Promise<boolean> {
  const rows = await sql`
    select from messages where conversation_id = ${conversationId} and id = ${messageId} and stream is null
      and deleted_at is null and content @> ${sql.json(content)}`;
  return rows.length > 0;
}
