'use client';

import { useConversationOptions } from './use-conversation-options.tsx';
import { useMessageHits } from './use-message-hits.ts';
import { useMessageOptions } from './use-message-options.tsx';
import { useThingsToDo } from './use-things-to-do.tsx';

/** What the palette offers: conversations, messages, then things to do. Empty groups are left out. */
export function useOptions(query: string) {
  const { hits, error, isSearching } = useMessageHits(query);
  const conversations = useConversationOptions(query, hits?.conversations);
  const messages = useMessageOptions(hits?.messages);
  const things = useThingsToDo(query);
  const groups = [conversations, messages, things].filter((group) => group.options.length > 0);
  return { groups, error, isSearching };
}
