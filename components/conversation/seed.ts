import type { Conversation, MessagePage } from '#lib/contract/chat.ts';

/** What is needed for the first paint of a conversation. */
export interface ConversationSeed {
  conversation: Conversation;
  page: MessagePage;
}
