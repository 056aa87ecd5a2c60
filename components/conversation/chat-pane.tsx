'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { putSeed } from '#components/data/conversation-seed.ts';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import { useIsElsewhere } from '#components/shell/use-is-elsewhere.ts';
import { UnknownConversation } from './conversation-states.tsx';
import { Landing } from './landing.tsx';
import { OpenConversation } from './open-conversation.tsx';
import type { ConversationSeed } from './seed.ts';

/** The main pane: whatever the address names. All state of a conversation on screen goes with its key. */
export function ChatPane({ seed }: { seed: ConversationSeed | null }) {
  useSeed(seed);
  const conversationId = useOpenConversationId();
  const isElsewhere = useIsElsewhere(conversationId);
  if (conversationId === null) return <Landing />;
  if (isElsewhere) return <UnknownConversation />;
  return <OpenConversation key={conversationId} conversationId={conversationId} />;
}

/** What the server has read for the first paint is there before anything below asks for it. */
function useSeed(seed: ConversationSeed | null): void {
  const client = useQueryClient();
  useState(() => {
    if (seed !== null) putSeed(client, seed);
  });
}
