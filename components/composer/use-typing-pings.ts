'use client';

import { useEffect, useState } from 'react';
import { TypingPings } from '#lib/chat/typing-pings.ts';
import { useCompany } from '#components/company/company-provider.tsx';
import { trpcClient } from '#components/data/trpc.ts';

interface TypingSigns {
  changed(draft: string): void;
  stop(): void;
}

/** Tells the others that this person writes. Alone with an agent nobody would see it, so nothing is sent. */
export function useTypingPings(conversationId: string): TypingSigns {
  const { hasOthers } = useCompany();
  const [pings] = useState(
    () =>
      new TypingPings({
        ping: () => trpcClient.conversations.typing.mutate({ conversationId }),
        stop: () => trpcClient.conversations.typingStop.mutate({ conversationId }),
      }),
  );
  useEffect(() => () => pings.stop(), [pings]);
  return { changed: (draft) => hasOthers && pings.changed(draft), stop: () => pings.stop() };
}
