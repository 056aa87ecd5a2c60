'use client';

import type { ReactNode } from 'react';
import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import type { RealtimeState } from '#lib/realtime/client.ts';
import { RealtimeClient, TicketRefused } from '#lib/realtime/client.ts';
import { must } from '#lib/std/must.ts';

const EventServiceContext = createContext<RealtimeClient | null>(null);

/**
 * The one socket of the signed-in pages. The client is made without opening anything; the effect holds it, so a page that
 * is mounted twice or thrown away holds it once or not at all.
 */
export function EventServiceProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => new RealtimeClient({ url: socketAddress(), fetchTicket }));
  useEffect(() => client.acquire(), [client]);
  useEffect(() => passHints(client), [client]);
  return <EventServiceContext value={client}>{children}</EventServiceContext>;
}

export function useEventService(): RealtimeClient {
  return must(use(EventServiceContext), 'a page inside the event service provider');
}

const atStart: RealtimeState = { status: 'connecting' };

export function useConnection(): RealtimeState {
  const client = useEventService();
  return useSyncExternalStore(
    (listener) => client.subscribeState(listener),
    () => client.state,
    () => atStart,
  );
}

/** Rendered on the server too, where there is no address and nothing is opened. */
function socketAddress(): string {
  return typeof location === 'undefined' ? '' : `${location.origin.replace(/^http/, 'ws')}/connect`;
}

async function fetchTicket(): Promise<{ ticket: string }> {
  const response = await fetch('/connect-ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-claw-chat': '1' },
    body: '{}',
    signal: AbortSignal.timeout(8_000),
  });
  if (response.status === 401 || response.status === 403) throw new TicketRefused();
  if (!response.ok) throw new Error(`no ticket: ${response.status}`);
  return (await response.json()) as { ticket: string };
}

/** What only the page can notice: somebody looks again, or the network came or went. */
function passHints(client: RealtimeClient): () => void {
  const ends = new AbortController();
  const { signal } = ends;
  const visible = () => document.visibilityState === 'visible' && client.hint('visible');
  document.addEventListener('visibilitychange', visible, { signal });
  window.addEventListener('focus', () => client.hint('focus'), { signal });
  window.addEventListener('online', () => client.hint('online'), { signal });
  window.addEventListener('offline', () => client.hint('offline'), { signal });
  if (!navigator.onLine) client.hint('offline');
  return () => ends.abort();
}
