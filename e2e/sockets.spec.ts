import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { watchSockets } from './watch-sockets.ts';

async function expectConnected(page: Page): Promise<void> {
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
}

test('two tabs of one person hold one socket each, and three quick reloads leave none behind', async ({
  as,
  server,
}) => {
  await expect.poll(() => server.sockets()).toBe(0);
  const first = await as('Maya');
  const second = await first.context().newPage();
  const seen = [first, second].map(watchSockets);
  for (const page of [first, second]) {
    await page.goto('/claw/chat');
    await expectConnected(page);
  }
  await expect.poll(() => server.sockets()).toBe(2);

  // Each interrupts the one before, wherever that is in its opening.
  for (let i = 0; i < 3; i += 1) await first.goto(first.url(), { waitUntil: 'commit' });
  await expectConnected(first);
  await expectConnected(second);
  await expect.poll(() => server.sockets()).toBe(2);
  expect(seen[1]).toEqual({ opened: 1, open: 1, openMost: 1 });

  await second.close();
  await expect.poll(() => server.sockets()).toBe(1);
  await first.close();
  await expect.poll(() => server.sockets()).toBe(0);
});
