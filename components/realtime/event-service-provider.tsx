'use client';

import type { ReactNode } from 'react';
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RealtimeClient, RealtimeState } from '#lib/realtime/client.ts';
import { openEventService } from './open-event-service.ts';

const EventServiceContext = createContext<RealtimeClient | null>(null);

/**
 * The one socket of the signed-in pages, and what of it there is so far: its code comes after the page that it keeps true.
 * The effect holds it, so a page that is mounted twice or thrown away holds it once or not at all.
 */
export function EventServiceProvider({ children }: { children: ReactNode }) {
  const [client, setClient] = useState<RealtimeClient | null>(null);
  useEffect(() => openEventService(setClient), []);
  return <EventServiceContext value={client}>{children}</EventServiceContext>;
}

/** Null until it is loaded: who listens waits, and nothing that happens until then is missed. */
export function useEventService(): RealtimeClient | null {
  return use(EventServiceContext);
}

const atStart: RealtimeState = { status: 'connecting' };
const never = () => () => undefined;

export function useConnection(): RealtimeState {
  const client = useEventService();
  const subscribe = useMemo(
    () => (client === null ? never : (listener: () => void) => client.subscribeState(listener)),
    [client],
  );
  return useSyncExternalStore(
    subscribe,
    () => client?.state ?? atStart,
    () => atStart,
  );
}
