'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Conversation, MessagePage } from '#lib/contract/chat.ts';
import { conversationKey } from '#components/data/conversation.ts';
import { logKey, logOf } from '#components/data/conversation-log.ts';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import { useIsElsewhere } from '#components/shell/use-is-elsewhere.ts';
import { UnknownConversation } from './conversation-states.tsx';
import { Landing } from './landing.tsx';
import { OpenConversation } from './open-conversation.tsx';

/** What the server has read for the first paint of a conversation. */
export interface ConversationSeed {
  conversation: Conversation;
  page: MessagePage;
}

/** The main pane: whatever the address names. All state of a conversation on screen goes with its key. */
export function ChatPane({ seed }: { seed: ConversationSeed | null }) {
  useSeed(seed);
  const conversationId = useOpenConversationId();
  const isElsewhere = useIsElsewhere(conversationId);
  if (conversationId === null) return <Landing />;
  if (isElsewhere) return <UnknownConversation />;
  return <OpenConversation key={conversationId} conversationId={conversationId} />;
}

/** Put into the cache before anything below asks for it, and only where nothing newer is. */
function useSeed(seed: ConversationSeed | null): void {
  const client = useQueryClient();
  useState(() => {
    if (seed === null) return;
    const { conversationId } = seed.conversation;
    client.setQueryData(conversationKey(conversationId), (known: unknown) => known ?? seed.conversation);
    client.setQueryData(logKey(conversationId), (known: unknown) => known ?? logOf(seed.page));
  });
}
