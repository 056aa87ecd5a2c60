import type { Page } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', serviceWorkers: 'allow' } as const;
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const rows = (page: Page) => list(page).locator('a[data-row]');

/** Open, read, and kept for later: the worker has the page, and the browser what is on it. */
async function openAndKeep(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  await expect.poll(() => page.evaluate(async () => (await caches.match('/offline')) !== undefined)).toBe(true);
  await expect.poll(() => page.evaluate(keptConversations)).toBeGreaterThan(0);
}

/** How many conversations this browser keeps for when there is no network. */
async function keptConversations(): Promise<number> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('claw-chat-kept');
    opening.onsuccess = () => {
      const db = opening.result;
      if (!db.objectStoreNames.contains('kept')) {
        db.close();
        resolve(0);
        return;
      }
      const reading = db.transaction('kept').objectStore('kept').getAll();
      reading.onsuccess = () => {
        const all = reading.result as { opened: unknown[] }[];
        db.close();
        resolve(all.reduce((sum, kept) => sum + kept.opened.length, 0));
      };
    };
  });
}

test('without a server Maya still reads what she has read, and what she writes waits and is sent', async ({
  as,
  server,
}) => {
  const page = await as('Maya', desk);
  await openAndKeep(page);
  const path = new URL(page.url()).pathname;
  await server.kill();
  await page.reload();
  expect(new URL(page.url()).pathname).toBe(path);
  await expect(articles(page)).toHaveCount(1);
  await expect(rows(page)).toHaveCount(1);
  await expectAccessibleInAllThemes(page);
  await field(page).fill('Are you back?');
  await page.keyboard.press('Enter');
  await expect(articles(page)).toHaveCount(2);
  await page.reload();
  await expect(articles(page).filter({ hasText: 'Are you back?' })).toHaveCount(1);
  await server.start();
  await expect(articles(page).filter({ hasText: 'no language model' })).toHaveCount(1, { timeout: 40_000 });
  await expect(articles(page)).toHaveCount(3);
});

test('a page that isn’t kept says so in plain words, and leads to what is', async ({ as }) => {
  const page = await as('Maya', desk);
  await openAndKeep(page);
  await page.context().setOffline(true);
  await page.goto('/settings/profile');
  await expect(page.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await page.getByRole('link', { name: 'Go to your conversations' }).click();
  await expect(articles(page)).toHaveCount(1);
  await expect(page.getByText('Offline.')).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
});

test('who signs out leaves nothing behind, and the next person never sees it', async ({ as }) => {
  const page = await as('Maya', desk);
  await openAndKeep(page);
  await page.getByRole('button', { name: /your account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect(await page.evaluate(keptConversations)).toBe(0);
  await page.context().setOffline(true);
  await page.goto('/claw/chat');
  await expect(page.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Go to your conversations' })).toHaveCount(0);
  await expect(articles(page)).toHaveCount(0);
});

test('the worker keeps the page that knows nobody and the files of its build, and nothing that the API answered', async ({
  as,
}) => {
  const page = await as('Maya', desk);
  await openAndKeep(page);
  await page.reload();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('claw-chat-'));
    const paths = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)),
    );
    const shell = await (await caches.match('/offline'))?.text();
    return { builds: names.length, paths: paths.flat(), shell: shell ?? '' };
  });
  expect(kept.builds).toBe(1);
  const others = kept.paths.filter((path) => !path.startsWith('/_next/static/'));
  expect(others.toSorted()).toEqual(['/before-paint.js', '/icon.svg', '/offline']);
  expect(kept.shell).not.toContain('Maya');
});

test('it can be installed: a name, a mark in every size, and where to begin', async ({ stranger }) => {
  const page = await stranger(phone);
  await page.goto('/sign-in');
  const address = (await page.locator('link[rel=manifest]').getAttribute('href')) ?? '';
  const manifest = (await (await page.request.get(address)).json()) as {
    name: string;
    display: string;
    start_url: string;
    icons: { src: string; sizes: string; purpose?: string }[];
  };
  expect(manifest).toMatchObject({ name: 'Claw Chat', display: 'standalone', start_url: '/claw/chat' });
  expect(manifest.icons.map(({ sizes, purpose }) => purpose ?? sizes)).toEqual([
    'any',
    '192x192',
    '512x512',
    'maskable',
  ]);
  const apple = (await page.locator('link[rel=apple-touch-icon]').getAttribute('href')) ?? '';
  for (const src of [...manifest.icons.map((icon) => icon.src), apple]) {
    const icon = await page.request.get(src);
    expect(icon.status(), src).toBe(200);
    expect(icon.headers()['content-type'], src).toMatch(/^image\/(png|svg\+xml)/);
  }
});
