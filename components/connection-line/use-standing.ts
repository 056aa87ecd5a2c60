'use client';

import { isHeldUp } from '#lib/chat/outbox.ts';
import type { RealtimeState } from '#lib/realtime/client.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { useOffline } from '#components/realtime/use-offline.ts';

export type Standing = RealtimeState['status'] | 'unavailable';

/** How the connection is. The socket may outlive the network, or what the server stands on; a message that can't leave is the better witness. */
export function useStanding(): Standing {
  const { status } = useConnection();
  const isOffline = useOffline();
  const { entries } = useOutbox();
  if (isOffline && entries.some((entry) => entry.state.name === 'queued')) return 'offline';
  return status === 'connected' && isHeldUp(entries) ? 'unavailable' : status;
}

/** All is well, or not known to be otherwise: the line is quiet, has room at its end, and on a phone isn't there. */
export function isQuiet(standing: Standing): boolean {
  return standing === 'connected' || standing === 'connecting' || standing === 'stopped';
}
