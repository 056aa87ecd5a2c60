'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Company } from '#lib/chat/company.ts';
import type { ReactionToggles } from '#lib/chat/reaction-toggles.ts';
import type { WireEvent } from '#lib/contract/events.ts';
import { conversationContext } from '#lib/contexts.ts';
import { applyContextUse, contextUseKey } from '#components/data/context-use.ts';
import { dropFromList } from '#components/data/conversation-list.ts';
import type { LoadedLog } from '#components/data/conversation-log.ts';
import { applyMemberEvents, conversationKey } from '#components/data/conversation.ts';
import { applyLogEvents, logKey, noteEpoch } from '#components/data/conversation-log.ts';
import { useEventService } from './event-service-provider.tsx';
import { inFrames } from './in-frames.ts';

interface LiveOptions {
  sandboxId: string | undefined;
  conversationId: string;
  isLoaded: boolean;
  /** Hears what is kept nowhere. In the same subscription, since who is there is told once, when it begins. */
  company: Company;
  /** Hears what came of the reactions that are shown before they are known. */
  toggles: ReactionToggles;
}

/**
 * Continues a loaded log from its own head, and answers with the position up to which things had happened before: null until
 * that is known. Not gated by visibility: what is open is true when it is looked at.
 */
export function useLiveConversation(options: LiveOptions): number | null {
  const { sandboxId, conversationId, isLoaded, company, toggles } = options;
  const client = useQueryClient();
  const service = useEventService();
  const [missedUpTo, setMissedUpTo] = useState<number | null>(null);

  useEffect(() => {
    const loaded = client.getQueryData<LoadedLog>(logKey(conversationId));
    if (service === null || !isLoaded || sandboxId === undefined || loaded === undefined) return;
    const events = inFrames<WireEvent>((all) => {
      applyLogEvents(client, conversationId, all);
      applyMemberEvents(client, conversationId, all);
      for (const event of all) toggles.hear(event);
    });
    const end = service.subscribe(conversationContext(sandboxId, conversationId), {
      after: loaded.log.head,
      ...(loaded.epoch !== undefined && { epoch: loaded.epoch }),
      onEvent: (event) => {
        // At once: what is kept nowhere must not outlive the connection that told it.
        company.hear(event);
        if (event.event === 'conversation.status') applyContextUse(client, event.payload);
        events.add(event);
      },
      onResync: () => {
        events.flush();
        void readAgain(client, conversationId);
      },
      // No member any more, perhaps: nothing of it is kept, and asking again tells why.
      onRefused: (code) => {
        if (code === 'forbidden') void forget(client, conversationId);
      },
      onSubscribed: ({ epoch, head }) => {
        events.flush();
        noteEpoch(client, conversationId, epoch);
        // No log has it: whatever was told while nobody listened is asked for.
        void client.invalidateQueries({ queryKey: contextUseKey(conversationId) });
        // What comes after a broken connection comes while one looks.
        setMissedUpTo((known) => known ?? head);
      },
    });
    return () => {
      end();
      events.flush();
    };
  }, [client, service, sandboxId, conversationId, isLoaded, company, toggles]);

  useEffect(() => {
    if (service === null) return;
    return service.subscribeState(() => service.state.status === 'connected' || company.forget());
  }, [service, company]);
  return missedUpTo;
}

/** Both, since who came and who left is in what was missed too. */
async function readAgain(client: QueryClient, conversationId: string): Promise<void> {
  await Promise.all(queriesOf(conversationId).map((queryKey) => client.refetchQueries({ queryKey })));
}

/** The row too: of an agent that is no longer theirs nobody tells this reader anything. */
async function forget(client: QueryClient, conversationId: string): Promise<void> {
  dropFromList(client, conversationId);
  await Promise.all(queriesOf(conversationId).map((queryKey) => client.resetQueries({ queryKey })));
}

function queriesOf(conversationId: string): string[][] {
  return [logKey(conversationId), conversationKey(conversationId)];
}
