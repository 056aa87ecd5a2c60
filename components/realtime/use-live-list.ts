'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { WireEvent } from '#lib/contract/events.ts';
import { sandboxContext, userContext } from '#lib/contexts.ts';
import { unknownConversations } from '#lib/realtime/apply-list-event.ts';
import { readConversation } from '#components/data/conversation.ts';
import type { LoadedList } from '#components/data/conversation-list.ts';
import { applyListEvent, listKey } from '#components/data/conversation-list.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { applyBotStatus, sandboxesKey, useSandboxes } from '#components/data/sandboxes.ts';
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
    const refetch = () => {
      for (const queryKey of [listKey, sandboxesKey])
        void client.refetchQueries({ queryKey }, { cancelRefetch: false });
    };
    const onEvent = (event: WireEvent) => {
      if (event.event === 'bot.status') return applyBotStatus(client, event.payload);
      // One that is on its way may have been asked for before.
      if (event.event === 'sandbox.status') return void client.refetchQueries({ queryKey: sandboxesKey });
      applyListEvent(client, event);
      const conversationId = 'conversationId' in event.payload ? event.payload.conversationId : null;
      if (conversationId !== null && needsReading(client.getQueryData<LoadedList>(listKey), conversationId)) {
        // A failure is no news: the next event of this conversation asks again.
        readConversation(client, conversationId).catch(() => undefined);
      }
    };
    const ends = contexts.split(',').map((context) =>
      service.subscribe(context, {
        onEvent,
        onResync: refetch,
        // What the page knows is older than the subscription: what happened in between is in no event.
        onSubscribed: ({ resumed }) => void (resumed || refetch()),
      }),
    );
    return () => ends.forEach((end) => end());
  }, [client, service, contexts]);
}

/** A conversation that no page has shown, or one that gets its title from a message about now. */
function needsReading(loaded: LoadedList | undefined, conversationId: string): boolean {
  if (loaded === undefined) return false;
  const isUntitled = loaded.list.rows[conversationId]?.snapshot?.title === null;
  return isUntitled || unknownConversations(loaded.list).includes(conversationId);
}
