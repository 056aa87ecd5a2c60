'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Account } from '#lib/contract/accounts.ts';
import type { ConversationPage } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import type { ConversationSeed } from '#components/conversation/seed.ts';
import { EventServiceProvider } from '#components/realtime/event-service-provider.tsx';
import { PlatformPresence } from '#components/realtime/platform-presence.tsx';
import { putSeed } from './conversation-seed.ts';
import { listKey, listOf } from './conversation-list.ts';
import { OutboxProvider } from './outbox-provider.tsx';
import { createQueryClient } from './query-client.ts';
import { ReaderProvider } from './reader-provider.tsx';
import { sandboxesKey } from './sandboxes.ts';

interface SignedInProps {
  account: Account;
  sandboxes: readonly Sandbox[];
  conversations: ConversationPage;
  opened?: readonly ConversationSeed[];
  children: ReactNode;
}

/** What all signed-in pages share. The server has read the list already: the first paint shows it. */
export function SignedInProvider({ account, sandboxes, conversations, opened = [], children }: SignedInProps) {
  const [client] = useState(() => {
    const made = createQueryClient();
    made.setQueryData(sandboxesKey, sandboxes);
    made.setQueryData(listKey, listOf(conversations));
    for (const seed of opened) putSeed(made, seed);
    return made;
  });
  return (
    <QueryClientProvider client={client}>
      <ReaderProvider account={account}>
        <EventServiceProvider>
          <PlatformPresence />
          <OutboxProvider>{children}</OutboxProvider>
        </EventServiceProvider>
      </ReaderProvider>
    </QueryClientProvider>
  );
}
