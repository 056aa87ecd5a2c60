'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { conversationContext } from '#lib/contexts.ts';
import type { LoadedLog } from '#components/data/conversation-log.ts';
import { applyLogEvent, logKey, noteEpoch } from '#components/data/conversation-log.ts';
import { useEventService } from './event-service-provider.tsx';

/**
 * Continues a loaded log from its own head; true once nothing that happened before is missing. Not gated by visibility: what
 * is open is true when it is looked at.
 */
export function useLiveConversation(sandboxId: string | undefined, conversationId: string, isLoaded: boolean): boolean {
  const client = useQueryClient();
  const service = useEventService();
  const [isCaughtUp, setCaughtUp] = useState(false);

  useEffect(() => {
    const loaded = client.getQueryData<LoadedLog>(logKey(conversationId));
    if (service === null || !isLoaded || sandboxId === undefined || loaded === undefined) return;
    return service.subscribe(conversationContext(sandboxId, conversationId), {
      after: loaded.log.head,
      ...(loaded.epoch !== undefined && { epoch: loaded.epoch }),
      onEvent: (event) => applyLogEvent(client, conversationId, event),
      onResync: () => void client.refetchQueries({ queryKey: logKey(conversationId) }),
      onSubscribed: ({ epoch }) => {
        noteEpoch(client, conversationId, epoch);
        setCaughtUp(true);
      },
    });
  }, [client, service, sandboxId, conversationId, isLoaded]);
  return isCaughtUp;
}
