import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import type { InputBlock } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { textLength, withText } from '#lib/contract/growing-text.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { Fault } from '#server/errors.ts';
import { titleOf } from '../conversations/title-of.ts';
import { tellActivity } from '../events.ts';
import { readMessages } from '../messages/read.ts';

export interface Ending {
  conversationId: string;
  messageId: string;
  /** Who ends what is their own. Null: it is interrupted, for an agent that went or was to stop before these times. */
  senderId: string | null;
  added: InputBlock[];
  silentBefore: Date | null;
  stoppedBefore: Date | null;
}

interface Ended {
  outcome: 'ended' | 'grown' | 'alive' | 'closed' | 'forbidden' | 'not_found';
  sandboxId: string;
  head: number;
  isLast: boolean;
  titleSeq: number | null;
}

interface Open {
  content: InputBlock[];
  text: string;
}

/** It only grows between being read and being ended while its agent appends and finishes at once, which nobody means to do. */
const triesMax = 5;

/**
 * Folds what a message was streamed into its content. What it says is put together here, since blocks are cut in the units of
 * this language; the row is written only if it still says that then.
 */
export async function endStream(app: AppContext, ending: Ending): Promise<Ended['outcome']> {
  for (let tries = 0; tries < triesMax; tries++) {
    const open = await readOpen(app, ending);
    const content = open === null ? [] : said(open, ending);
    const ended = await write(app, ending, { content, length: open === null ? -1 : lengthOf(open) });
    if (ended.outcome === 'ended') await tellEnd(app, ending, { ended, content });
    if (ended.outcome !== 'grown') return ended.outcome;
  }
  throw new Fault('conflict', 'That message was still growing. Finish it after its last append.');
}

/** What isn't open, or is somebody else's, is nothing to look at: what that means is said by the statement that locks. */
async function readOpen({ sql }: AppContext, { conversationId, messageId, senderId }: Ending): Promise<Open | null> {
  const [row] = await sql<Open[]>`
    select m.content, coalesce(string_agg(a.text, '' order by a."offset"), '') as text
    from messages m
    left join message_appends a on a.conversation_id = m.conversation_id and a.message_id = m.id
    where m.conversation_id = ${conversationId} and m.id = ${messageId} and m.stream = 'open'
      and m.sender_id = coalesce(${senderId}, m.sender_id)
    group by m.conversation_id, m.id`;
  return row ?? null;
}

function lengthOf({ content, text }: Open): number {
  return textLength(content) + text.length;
}

function said({ content, text }: Open, { senderId, added }: Ending): InputBlock[] {
  const whole = [...withText(content, text), ...added];
  const groups = whole.flatMap((block) => (block.type === 'actions' ? [block.groupId] : []));
  if (new Set(groups).size < groups.length) {
    throw new Fault('impossible_value', 'Two of its approvals have the same groupId.');
  }
  if (senderId !== null && whole.every((block) => block.type === 'text') && textOf(whole).trim() === '') {
    throw new Fault('impossible_value', 'It says nothing yet. Append something, or delete it.');
  }
  return whole;
}

async function write(
  { sql }: AppContext,
  ending: Ending,
  { content, length }: { content: InputBlock[]; length: number },
): Promise<Ended> {
  const { conversationId, messageId, senderId, silentBefore, stoppedBefore } = ending;
  const [row] = await sql<Ended[]>`
    select outcome, sandbox_id as "sandboxId", head, is_last as "isLast", title_seq as "titleSeq"
    from end_stream(
      ${conversationId}, ${senderId}, ${messageId}, ${length}, ${sql.json(content)}, ${titleOf(content)},
      ${silentBefore}, ${stoppedBefore})`;
  return must(row, 'an outcome from end_stream');
}

async function tellEnd(
  app: AppContext,
  { conversationId, messageId }: Ending,
  { ended, content }: { ended: Ended; content: InputBlock[] },
): Promise<void> {
  const { sandboxId, head, isLast, titleSeq } = ended;
  const contexts = [conversationContext(sandboxId, conversationId)];
  // A title and a question are told on the sandbox's log.
  if (titleSeq !== null || content.some(({ type }) => type === 'actions')) contexts.push(sandboxContext(sandboxId));
  app.realtime.wake(contexts);
  if (isLast) tellActivity(app, sandboxId, { message: await readEnded(app, conversationId, messageId), head });
}

async function readEnded(app: AppContext, conversationId: string, messageId: string): Promise<Message> {
  const [message] = await readMessages(app.sql, conversationId, [messageId]);
  return must(message, 'the message that has ended');
}
