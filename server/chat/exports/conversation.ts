import type { Conversation } from '#lib/contract/chat.ts';
import type { ExportInput } from '#lib/contract/exports.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Participant } from '../access.ts';
import { readConversation } from '../conversations/read.ts';
import { heading, messageAsMarkdown } from './markdown.ts';
import { messagesOf } from './messages.ts';
import { namesIn } from './names.ts';

/** In pieces, as it is read. Whoever may not read it is refused before the first of them. */
export async function exportConversation(
  app: AppContext,
  principal: Participant,
  { conversationId, format }: ExportInput,
): Promise<AsyncGenerator<string>> {
  const conversation = await readConversation(app, principal, conversationId);
  return format === 'json' ? asJson(app, principal, conversation) : asMarkdown(app, principal, conversation);
}

/** One object: the conversation, with all of its messages in it. */
export async function* asJson(
  app: AppContext,
  principal: Participant,
  conversation: Conversation,
): AsyncGenerator<string> {
  yield `${JSON.stringify(conversation).slice(0, -1)},"messages":[`;
  let comma = '';
  for await (const page of messagesOf(app, principal, conversation.conversationId)) {
    yield comma + page.map((message) => JSON.stringify(message)).join(',\n');
    comma = ',\n';
  }
  yield ']}';
}

async function* asMarkdown(
  app: AppContext,
  principal: Participant,
  conversation: Conversation,
): AsyncGenerator<string> {
  const names = await namesIn(app, conversation.conversationId);
  yield heading(conversation, names);
  for await (const page of messagesOf(app, principal, conversation.conversationId)) {
    yield page.map((message) => messageAsMarkdown(message, names)).join('');
  }
}
