import type { RealtimeClient } from '#lib/realtime/client.ts';

/** A page that was opened just before the network went: its code comes when the network does. */
const loadAgainMs = 2_000;

/** Loads the realtime client, holds its connection and passes on what only the page can notice, until the answer is called. */
export function openEventService(onOpen: (client: RealtimeClient | null) => void): () => void {
  const ends = new AbortController();
  void load(ends.signal, onOpen);
  return () => {
    ends.abort();
    onOpen(null);
  };
}

async function load(signal: AbortSignal, onOpen: (client: RealtimeClient) => void): Promise<void> {
  const loaded = await import('#lib/realtime/client.ts').catch(() => null);
  if (signal.aborted) return;
  if (loaded === null) {
    setTimeout(() => void load(signal, onOpen), loadAgainMs);
    return;
  }
  const { RealtimeClient, TicketRefused } = loaded;
  const url = `${location.origin.replace(/^http/, 'ws')}/connect`;
  const client = new RealtimeClient({ url, fetchTicket: () => fetchTicket(TicketRefused) });
  signal.addEventListener('abort', client.acquire());
  passHints(client, signal);
  onOpen(client);
}

async function fetchTicket(Refused: new () => Error): Promise<{ ticket: string }> {
  const response = await fetch('/connect-ticket', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-claw-chat': '1' },
    body: '{}',
    signal: AbortSignal.timeout(8_000),
  });
  if (response.status === 401 || response.status === 403) throw new Refused();
  if (!response.ok) throw new Error(`no ticket: ${response.status}`);
  return (await response.json()) as { ticket: string };
}

/** Somebody looks again, or the network came or went. */
function passHints(client: RealtimeClient, signal: AbortSignal): void {
  const visible = () => document.visibilityState === 'visible' && client.hint('visible');
  document.addEventListener('visibilitychange', visible, { signal });
  window.addEventListener('focus', () => client.hint('focus'), { signal });
  window.addEventListener('online', () => client.hint('online'), { signal });
  window.addEventListener('offline', () => client.hint('offline'), { signal });
  if (!navigator.onLine) client.hint('offline');
}
