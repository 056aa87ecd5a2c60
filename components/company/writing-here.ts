'use client';

import { useEffect, useSyncExternalStore } from 'react';

/**
 * Who writes is told to those alone who have a conversation open, and its row in the list stands outside of it: so the
 * open conversation leaves word here.
 */
let here: { conversationId: string; sentence: string } | null = null;
const listeners = new Set<() => void>();

function say(next: typeof here): void {
  here = next;
  for (const listener of listeners) listener();
}

/** Null while nobody writes. */
export function useTellWriting(conversationId: string | null, sentence: string | null): void {
  useEffect(() => {
    if (conversationId === null || sentence === null) return;
    say({ conversationId, sentence });
    return () => say(null);
  }, [conversationId, sentence]);
}

export function useWritingIn(conversationId: string): string | null {
  return useSyncExternalStore(
    subscribe,
    () => (here?.conversationId === conversationId ? here.sentence : null),
    () => null,
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
