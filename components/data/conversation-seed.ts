import type { QueryClient } from '@tanstack/react-query';
import type { ConversationSeed } from '#components/conversation/seed.ts';
import { conversationKey } from './conversation.ts';
import { logKey, logOf } from './conversation-log.ts';

/** Put into the cache before anything asks for it, and only where nothing newer is. */
export function putSeed(client: QueryClient, { conversation, page }: ConversationSeed): void {
  const { conversationId } = conversation;
  client.setQueryData(conversationKey(conversationId), (known: unknown) => known ?? conversation);
  client.setQueryData(logKey(conversationId), (known: unknown) => known ?? logOf(page));
}
