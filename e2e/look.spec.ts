import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { expect, phone, test } from './fixtures.ts';
import { expectLook } from './look/measure.ts';
import type { TestServer } from './server.ts';
import { drawerParts, phoneDoor, phoneParts, wideDoor, wideParts, writingParts } from './look/table.ts';

const desk = { viewport: { width: 1440, height: 900 } };
const themes = ['light', 'dark'] as const;

/** Nothing moves, nothing is pointed at, and the typeface is there. */
async function showIn(page: Page, theme: (typeof themes)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.mouse.move(720, 450);
  await page.evaluate(() => document.fonts.ready);
}

/** Two conversations: one is open and has an unread line, in the other something new has come. */
async function twoConversations(page: Page, server: TestServer): Promise<void> {
  const articles = page.getByRole('log').getByRole('article');
  const isRead = page.waitForResponse(/conversations\.markRead/);
  await page.goto('/claw/chat');
  await expect(articles).toHaveCount(1);
  // Whoever leaves before it is told has read nothing.
  await isRead;
  const welcome = page.url();
  const list = await openList(page);
  await list.getByRole('button', { name: 'New conversation' }).click();
  await expect(articles).toHaveCount(0);
  const second = page.url();
  await writeUnseen(page, server, welcome, 'Where do you keep what I write?');
  await openList(page);
  await list.getByRole('link', { name: /Welcome.*1 new/ }).click();
  await expect(page.getByRole('log').getByText(/^New since/)).toBeVisible();
  await writeUnseen(page, server, second, 'And how do I bring my own agent?');
  await openList(page);
  await expect(list.getByText('1 new', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
}

/** It stands there, or lies in the drawer. */
async function openList(page: Page): Promise<Locator> {
  const drawer = page.getByRole('button', { name: 'Conversations' });
  if (await drawer.isVisible()) await drawer.tap();
  return page.getByRole('navigation', { name: 'Conversations' });
}

/** As another program of the same person would: nothing is looked at, so the agent's answer stays new. */
async function writeUnseen(page: Page, server: TestServer, url: string, words: string): Promise<void> {
  const response = await page.request.post('/api/trpc/messages.send', {
    headers: { origin: server.url, 'x-claw-chat': '1' },
    data: { conversationId: url.split('/').at(-1), content: [{ type: 'text', text: words }], clientId: ulid() },
  });
  expect(response.status(), await response.text()).toBe(200);
}

test('the conversation looks as designed on a desk, by day and by night', async ({ as, server }) => {
  const page = await as('Mira Okafor', desk);
  await twoConversations(page, server);
  const field = page.getByRole('textbox', { name: 'Message' });
  for (const theme of themes) {
    await showIn(page, theme);
    await field.blur();
    expect(await expectLook(page, theme, wideParts)).toBeGreaterThan(40);
    await field.fill('And');
    await expectLook(page, theme, writingParts);
    await field.fill('');
  }
});

test('the conversation looks as designed on a phone, by day and by night', async ({ as, server }) => {
  const page = await as('Mira Okafor', phone);
  await twoConversations(page, server);
  const drawer = page.getByRole('dialog', { name: 'Conversations' });
  for (const theme of themes) {
    await showIn(page, theme);
    const inPage = await expectLook(page, theme, phoneParts);
    await page.getByRole('button', { name: 'Conversations' }).tap();
    await expect(drawer).toBeVisible();
    const inDrawer = await expectLook(page, theme, drawerParts);
    expect(inPage + inDrawer).toBeGreaterThan(40);
    await page.keyboard.press('Escape');
    await expect(drawer).toBeHidden();
  }
});

test('the door looks as designed, on a desk and on a phone, by day and by night', async ({ stranger, as }) => {
  await as('Mira Okafor');
  const [wide, small] = [await stranger(desk), await stranger(phone)];
  for (const page of [wide, small]) {
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').blur();
  }
  for (const theme of themes) {
    for (const page of [wide, small]) await showIn(page, theme);
    expect(await expectLook(wide, theme, wideDoor)).toBeGreaterThan(40);
    await expectLook(small, theme, phoneDoor);
  }
});
