'use client';

import { useEffect } from 'react';
import { useEventService } from './event-service-provider.tsx';

/** Says "I am looking at this" while it is active: being subscribed is the statement, and nothing is told back. */
export function usePresenceSubscription(context: string | null, active: boolean): void {
  const service = useEventService();
  useEffect(() => {
    if (service === null || context === null || !active) return;
    return service.subscribe(context, {});
  }, [service, context, active]);
}
