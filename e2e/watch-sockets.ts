import type { Page } from '@playwright/test';

interface Seen {
  opened: number;
  open: number;
  openMost: number;
}

/** The sockets of our own that the document in this page has opened, and how many of them were ever open at once. */
export function watchSockets(page: Page): Seen {
  const seen = { opened: 0, open: 0, openMost: 0 };
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).pathname !== '/connect') return;
    seen.opened += 1;
    seen.open += 1;
    seen.openMost = Math.max(seen.openMost, seen.open);
    socket.on('close', () => (seen.open -= 1));
  });
  return seen;
}
