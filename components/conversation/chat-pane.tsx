'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { putSeed } from '#components/data/conversation-seed.ts';
import { MainPane } from '#components/shell/main-pane.tsx';
import { useOpenConversationId } from '#components/shell/navigation.ts';
import type { ConversationSeed } from './seed.ts';

const loadConversation = () => import('./conversation-pane.tsx');
const ConversationPane = dynamic(() => loadConversation().then((module) => module.ConversationPane), {
  loading: EmptyPane,
});
const Landing = dynamic(() => import('./landing.tsx').then((module) => module.Landing), { loading: EmptyPane });

/**
 * The main pane: whatever the address names. The server renders it whole; its code comes beside that of the list, which
 * doesn't wait for it.
 */
export function ChatPane({ seed }: { seed: ConversationSeed | null }) {
  useSeed(seed);
  const conversationId = useOpenConversationId();
  // The way from the list into a conversation is the next one.
  useEffect(() => void loadConversation().catch(() => undefined), []);
  if (conversationId === null) return <Landing />;
  return <ConversationPane conversationId={conversationId} />;
}

/** For the moment in which the code is on its way, as wide as what comes. */
function EmptyPane() {
  return <MainPane>{null}</MainPane>;
}

/** What the server has read for the first paint is there before anything below asks for it. */
function useSeed(seed: ConversationSeed | null): void {
  const client = useQueryClient();
  useState(() => {
    if (seed !== null) putSeed(client, seed);
  });
}
