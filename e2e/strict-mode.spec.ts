import type { Page } from '@playwright/test';
import { test as base, expect } from './fixtures.ts';
import { startServer, type TestServer } from './server.ts';
import { watchSockets } from './watch-sockets.ts';

/** The development server compiles a page when it is first asked for, and this machine may have other things to do. */
const compileMaxMs = 120_000;

const test = base.extend<object, { server: TestServer }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      await using server = await startServer('development');
      await provide(server);
    },
    { scope: 'worker', timeout: compileMaxMs },
  ],
});

const log = (page: Page) => page.getByRole('log');
const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const connected = (page: Page) => page.getByText('Connected', { exact: true });

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path, { timeout: compileMaxMs });
}

test('[RT33] a page that React mounts twice holds one socket', async ({ as, server }) => {
  test.setTimeout(5 * compileMaxMs);
  const page = await as('Maya');
  await open(page, '/dev/components'); // is there in development only, where React mounts twice
  await expect(page.getByRole('heading', { name: 'Components', level: 1 })).toBeVisible();

  const seen = watchSockets(page);
  await open(page, '/claw/chat');
  await expect(connected(page)).toBeVisible({ timeout: compileMaxMs });
  await expect(log(page).getByRole('article')).toHaveCount(1);

  await list(page).getByRole('button', { name: 'New conversation' }).click();
  await expect(log(page).getByRole('article')).toHaveCount(0);
  // There and back, without waiting for either: each mounts the conversation twice.
  for (let i = 0; i < 4; i += 1) {
    await page.goBack();
    await page.goForward();
  }
  await list(page).getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Profile' }).first()).toBeVisible({ timeout: compileMaxMs });
  await page.goBack();
  await expect(connected(page)).toBeVisible();
  expect(seen).toEqual({ opened: 1, open: 1, openMost: 1 });
  await expect.poll(() => server.sockets()).toBe(1);

  // Interrupted in the middle of opening: what was on its way must not come after all.
  for (let i = 0; i < 3; i += 1) await page.goto(page.url(), { waitUntil: 'commit' });
  await expect(connected(page)).toBeVisible();
  await open(page, '/settings/profile');
  await open(page, '/claw/chat');
  await expect(connected(page)).toBeVisible();
  await expect.poll(() => server.sockets()).toBe(1);
  await page.close();
  await expect.poll(() => server.sockets()).toBe(0);
});
