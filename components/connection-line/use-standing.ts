'use client';

import type { RealtimeState } from '#lib/realtime/client.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { useOffline } from '#components/realtime/use-offline.ts';

/** How the connection is. The socket may outlive the network for a moment; a message that can't leave is the better witness. */
export function useStanding(): RealtimeState['status'] {
  const { status } = useConnection();
  const isOffline = useOffline();
  const { entries } = useOutbox();
  return isOffline && entries.some((entry) => entry.state.name === 'queued') ? 'offline' : status;
}

/** All is well, or not known to be otherwise: the line is quiet, has room at its end, and on a phone isn't there. */
export function isQuiet(standing: RealtimeState['status']): boolean {
  return standing === 'connected' || standing === 'connecting' || standing === 'stopped';
}
