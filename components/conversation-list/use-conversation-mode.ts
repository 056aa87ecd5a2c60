'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import { forgetConversation, useConversationActs } from '#components/data/conversation-acts.ts';
import { problemOf } from '#components/data/problem.ts';
import { chatAddressOf } from '#lib/chat/addresses.ts';
import { goToChatRoot } from '#components/shell/navigation.ts';
import { text } from '#components/text/text.ts';

/** What a row or a bar is doing beside being itself. */
export type Mode = 'plain' | 'renaming' | 'leaving' | 'deleting';

/** What is asked and changed in place, at a row and at the bar alike. What the server refuses is said there too. */
export function useConversationMode(row: ConversationItem | undefined) {
  const [mode, setMode] = useState<Mode>('plain');
  const [problem, setProblem] = useState<string | null>(null);
  const acts = useConversationActs();
  const client = useQueryClient();

  async function attempt(act: Promise<void>): Promise<boolean> {
    setProblem(null);
    setMode('plain');
    try {
      await act;
      return true;
    } catch (error) {
      setProblem(text.acts.failed(problemOf(error).message));
      return false;
    }
  }
  async function goAway(act: Promise<void>, conversationId: string) {
    if (!(await attempt(act))) return;
    if (chatAddressOf(window.location.pathname).conversationId === conversationId) goToChatRoot();
    // In the next frame nothing shows it any more.
    requestAnimationFrame(() => forgetConversation(client, conversationId));
  }
  return {
    mode,
    setMode,
    problem,
    attempt,
    rename: (title: string) => row && void attempt(acts.rename(row, title)),
    confirm: () => row && void goAway(mode === 'deleting' ? acts.remove(row) : acts.leave(row), row.conversationId),
  };
}
