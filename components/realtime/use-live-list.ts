'use client';

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { WireEvent } from '#lib/contract/events.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { parseContext, sandboxContext, userContext } from '#lib/contexts.ts';
import { followList, type ListStore } from '#lib/realtime/follow-list.ts';
import { unreadKey } from '#components/data/unread.ts';
import { readConversation } from '#components/data/conversation.ts';
import type { LoadedList } from '#components/data/conversation-list.ts';
import { applyListEvent, dropSandboxFromList, listKey, loseList } from '#components/data/conversation-list.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { applyBotStatus, dropSandbox, sandboxesKey, useSandboxes } from '#components/data/sandboxes.ts';
import { useEventService } from './event-service-provider.tsx';

/** Keeps the list true: what happens in every sandbox, and what this person reads on their other devices. */
export function useLiveList(): void {
  const client = useQueryClient();
  const service = useEventService();
  const reader = useReader();
  const contexts = [
    userContext(reader.id),
    ...useSandboxes().map((sandbox) => sandboxContext(sandbox.sandboxId)),
  ].join();

  useEffect(() => {
    if (service === null) return;
    return followList(service, contexts.split(','), storeIn(client));
  }, [client, service, contexts]);
}

function storeIn(client: QueryClient): ListStore {
  return {
    known: () => client.getQueryData<LoadedList>(listKey)?.list,
    apply: (event) => apply(client, event),
    readRow: (conversationId) => readRow(client, conversationId),
    lose: () => loseList(client),
    drop: (context) => drop(client, context),
    readAll: () => {
      for (const queryKey of [listKey, unreadKey, sandboxesKey]) void client.refetchQueries({ queryKey });
    },
  };
}

/** Whoever was let into a conversation with an agent that this page has never heard of learns of the agent, too. */
async function readRow(client: QueryClient, conversationId: string): Promise<void> {
  const { sandboxId } = await readConversation(client, conversationId);
  const known = client.getQueryData<readonly Sandbox[]>(sandboxesKey);
  if (known !== undefined && !known.some((sandbox) => sandbox.sandboxId === sandboxId)) readSandboxesAgain(client);
}

/** Whoever is no longer in an organization has nothing of its agents, and the page shows nothing more of them. */
function drop(client: QueryClient, context: string): void {
  const ref = parseContext(context);
  if (ref?.kind !== 'sandbox') return;
  dropSandboxFromList(client, ref.sandboxId);
  dropSandbox(client, ref.sandboxId);
}

function apply(client: QueryClient, event: WireEvent): void {
  if (event.event === 'bot.status') {
    applyBotStatus(client, event.payload);
    if (client.isFetching({ queryKey: sandboxesKey }) > 0) readSandboxesAgain(client);
  } else if (event.event === 'sandbox.status' || event.event === 'sandbox.renamed') readSandboxesAgain(client);
  else applyListEvent(client, event);
}

/** An answer that is on its way may have been asked for before what was told, and would take it back. */
function readSandboxesAgain(client: QueryClient): void {
  void client.refetchQueries({ queryKey: sandboxesKey });
}
