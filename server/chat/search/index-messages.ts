import type { InputBlock } from '#lib/contract/blocks.ts';
import { parseContext } from '#lib/contexts.ts';
import type { Consumer, ConsumerTransaction } from '#server/realtime/consumer.ts';
import type { StoredEvent } from '#server/realtime/event-log.ts';
import { quote } from './query.ts';
import { searchableText } from './text.ts';
import { wordsOf, type Word } from './words.ts';

interface Named {
  conversationId: string;
  messageId: string;
}

interface Found extends Named {
  sandboxId: string;
  senderId: string;
  content: InputBlock[];
  fileNames: string[];
}

/** Postgres keeps no positions beyond this; what stands further on is found by its words, not by its phrases. */
const positionMax = 16_383;

/**
 * Makes new and edited messages findable a moment after they were sent, outside of the send. An edit or a deletion takes
 * the old words away in its own transaction.
 */
export const searchIndex: Consumer = {
  name: 'search-index',
  restMs: 250,
  handle: indexMessages,
};

/** Two statements, however many events. */
async function indexMessages(tx: ConsumerTransaction, events: StoredEvent[]): Promise<void> {
  const named = [...new Map(events.flatMap(messageOf).map((one) => [one.messageId, one])).values()];
  if (named.length === 0) return;
  const found = await readCurrent(tx, named);
  const rows = found.map((one) => ({
    conversationId: one.conversationId,
    messageId: one.messageId,
    sandboxId: one.sandboxId,
    words: tsvectorOf(one),
  }));
  if (rows.length > 0) await insert(tx, rows);
}

function messageOf({ context, type, payload }: StoredEvent): Named[] {
  if (type !== 'message.created' && type !== 'message.updated') return [];
  const ref = parseContext(context);
  return ref?.kind === 'conversation'
    ? [{ conversationId: ref.conversationId, messageId: String(payload['messageId']) }]
    : [];
}

/**
 * As they stand now, and locked: a deletion that comes meanwhile waits, and then finds the row that it has to take away. One
 * that is still being written is indexed when it is whole. Each by its key (`lateral … limit`), however few or many the planner
 * takes a batch for.
 */
function readCurrent(tx: ConsumerTransaction, named: Named[]) {
  return tx<Found[]>`
    select n."conversationId", n."messageId", c.sandbox_id as "sandboxId", m.sender_id as "senderId", m.content,
      array(select f.filename from attachments f where m.content @> '[{"type": "attachment"}]'
        and f.conversation_id = n."conversationId" and f.message_id = n."messageId" order by f.id) as "fileNames"
    from jsonb_to_recordset(${tx.json(named as never)}) as n ("conversationId" text, "messageId" text)
    cross join lateral (
      select sender_id, content from messages
      where conversation_id = n."conversationId" and id = n."messageId"
        and deleted_at is null and stream is distinct from 'open' limit 1 for share
    ) m
    cross join lateral (select sandbox_id from conversations where id = n."conversationId" limit 1) c`;
}

async function insert(tx: ConsumerTransaction, rows: object[]): Promise<void> {
  await tx`
    insert into message_search (conversation_id, message_id, sandbox_id, words)
    select "conversationId", "messageId", "sandboxId", words
    from jsonb_to_recordset(${tx.json(rows as never)}) as (
      "conversationId" text, "messageId" text, "sandboxId" text, words tsvector)
    on conflict (conversation_id, message_id) do update set words = excluded.words`;
}

/** Whom and where it belongs to stands among the words: so one index narrows by all of it at once. */
function tsvectorOf({ content, fileNames, sandboxId, conversationId, senderId }: Found): string {
  const places = [inSandbox(sandboxId), inConversation(conversationId), fromSender(senderId)].map(quote);
  return [...places, ...lexemesOf(searchableText(content, fileNames))].join(' ');
}

export function lexemesOf(text: string): string[] {
  return wordsOf(text).flatMap(lexemes);
}

function lexemes({ word, parts }: Word, n: number): string[] {
  const position = Math.min(n + 1, positionMax);
  return [word, ...parts].map((one) => `${quote(one)}:${position}`);
}

// No word has such a sign in it.
export const inSandbox = (sandboxId: string) => `@in ${sandboxId}`;
export const inConversation = (conversationId: string) => `@at ${conversationId}`;
export const fromSender = (senderId: string) => `@by ${senderId}`;
