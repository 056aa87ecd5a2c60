import { useSyncExternalStore } from 'react';
import { ServerClock } from '#lib/chat/server-clock.ts';

/** Every answer to this page teaches it. What ends at a moment of the server's is counted down by it, not by this device. */
export const serverTime = new ServerClock();

/** How far this device is behind, known once the first answer is there. */
export function useServerOffset(): number {
  return useSyncExternalStore(
    (listener) => serverTime.subscribe(listener),
    () => serverTime.offset,
    () => 0,
  );
}
