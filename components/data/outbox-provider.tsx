'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, use, useCallback, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { ulid } from 'ulid';
import type { Outcome, OutboxEntry, Writing } from '#lib/chat/outbox.ts';
import { outcomeOf } from '#lib/chat/outbox.ts';
import { Outbox } from '#lib/chat/outbox-sender.ts';
import type { Message } from '#lib/contract/chat.ts';
import { must } from '#lib/std/must.ts';
import { useConnection, useEventService } from '#components/realtime/event-service-provider.tsx';
import { putInLog } from './conversation-log.ts';
import { openOutboxStorage } from './outbox-storage.ts';
import { problemOf } from './problem.ts';
import { useReader } from './reader-provider.tsx';
import { trpcClient } from './trpc.ts';

const OutboxContext = createContext<Outbox | null>(null);
const none: readonly OutboxEntry[] = [];

/** The person's outbox: shown by every page of the browser, sent by one. */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const service = useEventService();
  const { id: userId } = useReader();
  const { status } = useConnection();
  const [outbox, setOutbox] = useState<Outbox | null>(null);

  const send = useEffectEvent(async (entry: OutboxEntry): Promise<Outcome> => {
    const outcome = await trySend(entry, (message) => putInLog(client, message));
    // A send that found no server has learnt it before the socket: let it look.
    if (outcome.kind !== 'stored') service?.hint('focus');
    return outcome;
  });

  useEffect(() => {
    const channel = new BroadcastChannel(`claw-chat:outbox:${userId}`);
    const ends = new AbortController();
    const made = new Outbox({
      userId,
      storage: openOutboxStorage(),
      send: (entry) => send(entry),
      // What was on its way when the page left is told by the next one.
      announce: () => {
        if (!ends.signal.aborted) channel.postMessage('changed');
      },
    });
    channel.onmessage = () => void made.refresh();
    void leadWhenFree(made, userId, ends.signal);
    void made.refresh();
    setOutbox(made);
    return () => {
      ends.abort();
      channel.close();
      made.stopLeading();
    };
  }, [userId]);

  useEffect(() => void outbox?.setOnline(status === 'connected'), [outbox, status]);
  useEffect(() => nudgeWhenBetter(outbox), [outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

/** As long as the socket lives, a send can fail alone: then the network's return, or time, is what lets it go again. */
const nudgeEveryMs = 15_000;

function nudgeWhenBetter(outbox: Outbox | null): () => void {
  const nudge = () => void outbox?.nudge();
  const timer = setInterval(nudge, nudgeEveryMs);
  window.addEventListener('online', nudge);
  return () => {
    clearInterval(timer);
    window.removeEventListener('online', nudge);
  };
}

/** One sender a browser: the page that holds the lock. It is handed on when that page goes. */
async function leadWhenFree(outbox: Outbox, userId: string, signal: AbortSignal): Promise<void> {
  const gone = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  // Without a secure context there are no locks. Then every page sends, and the client id keeps each message single.
  if (!('locks' in navigator)) return outbox.lead();
  await navigator.locks
    .request(`claw-chat:outbox:${userId}`, { signal }, async () => {
      await outbox.lead();
      await gone;
    })
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
}

async function trySend(entry: OutboxEntry, onStored: (message: Message) => void): Promise<Outcome> {
  const wasOffline = !navigator.onLine;
  try {
    const { message } = await trpcClient.messages.send.mutate(inputOf(entry));
    onStored(message);
    return { kind: 'stored' };
  } catch (error) {
    const outcome = outcomeOf(problemOf(error));
    // A browser that knows that it is offline lets nothing out: the message certainly is still here.
    return outcome.kind === 'unknown' && wasOffline ? { kind: 'later' } : outcome;
  }
}

function inputOf({ conversationId, clientId, text, replyTo, mentions, files = [] }: OutboxEntry) {
  return {
    conversationId,
    clientId,
    content: [
      ...(text === '' ? [] : [{ type: 'text' as const, text }]),
      ...files.map(({ attachmentId }) => ({ type: 'attachment' as const, attachmentId })),
    ],
    ...(replyTo !== undefined && { inReplyToMessageId: replyTo.messageId }),
    ...(mentions !== undefined && { mentions: [...mentions] }),
  };
}

export interface OutboxActions {
  entries: readonly OutboxEntry[];
  write(conversationId: string, writing: Writing): void;
  retry(clientId: string): void;
  /** What waits goes now. */
  tryNow(): void;
  discard(clientId: string): void;
}

export function useOutbox(): OutboxActions {
  const outbox = use(OutboxContext);
  const { id: userId } = useReader();
  const subscribe = useCallback((listener: () => void) => outbox?.subscribe(listener) ?? (() => undefined), [outbox]);
  const entries = useSyncExternalStore(
    subscribe,
    () => outbox?.entries ?? none,
    () => none,
  );
  return {
    entries,
    write: (conversationId, writing) =>
      void must(outbox, 'an outbox after the first paint').add({
        clientId: ulid(),
        userId,
        conversationId,
        ...writing,
        createdAt: Date.now(),
        state: { name: 'queued' },
      }),
    retry: (clientId) => void outbox?.retry(clientId),
    tryNow: () => void outbox?.nudge(),
    discard: (clientId) => void outbox?.remove(clientId),
  };
}
