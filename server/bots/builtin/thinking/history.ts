import type { BotApi } from '#lib/bot-sdk/api.ts';
import { untilHeard } from '#lib/bot-sdk/until-heard.ts';
import type { ApprovalBlock, FileBlock } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import { textOf } from '#lib/contract/text-of.ts';
import { tokensOf, withinTokens } from './tokens.ts';
import { fileOf, type TextFile } from '../save-file.ts';

/** What the agent asked people, and what became of it. */
export interface PastQuestion {
  groupId: string;
  messageId: string;
  file: TextFile;
  isOpen: boolean;
  outcome: string;
}

/** What was said, as the model is told it. */
export interface Entry {
  by: 'person' | 'agent';
  text: string;
  questions: PastQuestion[];
}

export interface Reading {
  conversationId: string;
  /** The answer that it is read for: what stands above it counts. */
  before: string;
  ownId: string;
  /** The message that it greeted with: a script's, and no part of what was said. */
  greeting: string;
  /** Who says what, where more than one person does; null for somebody who has left. */
  nameOf(memberId: string): string | null;
  isShared: boolean;
  signal: AbortSignal;
}

const pageSize = 50;
/** However short the messages are. */
const pagesMax = 20;
/** What a message costs beside its words. */
const frameTokens = 8;

/** The newest of a conversation that fit, oldest first. The very newest is always among them, shortened if it must be. */
export async function readHistory(api: BotApi, reading: Reading, tokensMax: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  let left = tokensMax;
  for await (const message of newestFirst(api, reading)) {
    const entry = entryOf(message, reading);
    if (entry === null) continue;
    const cost = costOf(entry);
    if (cost > left && entries.length > 0) break;
    entries.unshift(cost > left ? { ...entry, text: withinTokens(entry.text, left - frameTokens) } : entry);
    left -= cost;
    if (left <= 0) break;
  }
  return entries;
}

async function* newestFirst(api: BotApi, { conversationId, before, signal }: Reading): AsyncGenerator<Message> {
  let cursor = before;
  for (let pages = 0; pages < pagesMax; pages++) {
    const asked = { conversationId, before: cursor, limit: pageSize };
    const { messages, hasMore } = await untilHeard(() => api.listMessages(asked), signal);
    yield* messages;
    const oldest = messages.at(-1);
    if (!hasMore || oldest === undefined) return;
    cursor = oldest.id;
  }
}

/** Null: it says nothing to a model. */
function entryOf(message: Message, reading: Reading): Entry | null {
  if (message.deleted || message.clientId === reading.greeting) return null;
  const isOwn = message.senderId === reading.ownId;
  // What came of a question stands with the question.
  if (isOwn && message.replyTo?.senderId === reading.ownId) return null;
  const questions = isOwn ? message.content.flatMap((block) => questionsOf(block, message, reading)) : [];
  const text = [textOf(message.content), ...message.content.flatMap(mentioned)].filter((part) => part.trim() !== '');
  if (text.length === 0 && questions.length === 0) return null;
  const said = text.join('\n\n');
  return { by: isOwn ? 'agent' : 'person', text: isOwn ? said : spoken(message, said, reading), questions };
}

function spoken({ senderId, replyTo }: Message, said: string, { isShared, nameOf }: Reading): string {
  const quoted = replyTo?.previewText == null || replyTo.deleted ? '' : `(In reply to “${replyTo.previewText}”)\n`;
  return `${isShared ? `${nameOf(senderId) ?? 'Somebody'}: ` : ''}${quoted}${said}`;
}

function mentioned(block: Message['content'][number]): string[] {
  return block.type === 'attachment' ? [`[attached: ${fileWords(block)}]`] : [];
}

function fileWords({ filename, mimeType, size }: FileBlock): string {
  return `${filename}, ${mimeType}, ${size} bytes`;
}

function questionsOf(block: Message['content'][number], message: Message, reading: Reading): PastQuestion[] {
  const file = block.type === 'actions' ? fileOf(block) : null;
  if (block.type !== 'actions' || file === null) return [];
  const { groupId, state } = block;
  return [{ groupId, messageId: message.id, file, isOpen: state === 'pending', outcome: outcomeOf(block, reading) }];
}

function outcomeOf({ state, resolved, undone }: ApprovalBlock, { nameOf }: Reading): string {
  switch (state) {
    case 'pending':
      return undone === null
        ? 'Nobody has decided yet. The question still stands in the conversation.'
        : 'A decision was undone because it could not be carried out. The question stands again; nothing was saved.';
    case 'decided': {
      const who = (resolved === null ? null : nameOf(resolved.resolvedBy)) ?? 'Somebody';
      if (resolved?.value === 'deny') return `${who} denied it. Nothing was saved.`;
      return resolved?.isUnconfirmed === true
        ? `${who} allowed it, but it is unknown whether it was saved.`
        : `${who} allowed it. The file is in the conversation.`;
    }
    case 'expired':
      return 'Nobody decided in time. Nothing was saved.';
    case 'withdrawn':
      return 'The question was withdrawn. Nothing was saved.';
  }
}

/** What an entry takes of a model's window. */
export function costOf({ text, questions }: Entry): number {
  const asked = questions.map(({ file, outcome }) => tokensOf(file.text + file.name + outcome) + 2 * frameTokens);
  return asked.reduce((sum, cost) => sum + cost, tokensOf(text) + frameTokens);
}
