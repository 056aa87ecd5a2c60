import type { Page } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const title = (page: Page) => page.getByRole('heading', { level: 1 });
const palette = (page: Page) => page.getByRole('dialog', { name: 'Search or go to' });
const asks = (page: Page) => palette(page).getByRole('combobox');
const active = (page: Page) => palette(page).getByRole('option', { selected: true });
const group = (page: Page, name: string) => palette(page).getByRole('group', { name });

async function openChat(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
}

async function rename(page: Page, to: string): Promise<void> {
  await page.getByRole('button', { name: /^Rename “/ }).click();
  await page.getByRole('textbox', { name: 'New title' }).fill(to);
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText(to);
}

test('by key alone Maya finds a conversation by a part of its title and writes in it', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await rename(page, 'Gate the rollout on health');
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(articles(page)).toHaveCount(0);

  await page.keyboard.press('ControlOrMeta+k');
  await expect(asks(page)).toBeFocused();
  await expectAccessibleInAllThemes(page);
  await page.keyboard.type('ROLL health');
  await expect(group(page, 'Conversations').getByRole('option')).toHaveCount(1);
  await expect(active(page)).toHaveText(/^Gate the rollout on health/);
  await expect(active(page).locator('mark')).toHaveText(['roll', 'health']);
  expect(await asks(page).getAttribute('aria-activedescendant')).toBe(await active(page).getAttribute('id'));
  await expectAccessibleInAllThemes(page);
  await page.keyboard.press('Enter');
  await expect(palette(page)).toBeHidden();
  await expect(title(page)).toHaveText('Gate the rollout on health');
  await expect(field(page)).toBeFocused();
});

test('what was written is found in the messages, and a press leads to it', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await field(page).fill('Is there a lighthouse near the harbour?');
  await page.keyboard.press('Enter');
  await expect(articles(page)).toHaveCount(3);
  const written = new URL(page.url()).pathname;
  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(articles(page)).toHaveCount(0);

  await page.getByRole('button', { name: 'Search or go to' }).click();
  await asks(page).fill('lighthou');
  const hit = group(page, 'Messages').getByRole('option').filter({ hasText: 'You' });
  await expect(hit).toContainText('Is there a lighthouse');
  await expect(hit.locator('mark').first()).toContainText('lighthou');
  await expectAccessibleInAllThemes(page);
  await hit.click();
  await expect(page).toHaveURL((url) => url.pathname === written && url.searchParams.has('message'));
  await expect(articles(page).filter({ hasText: 'lighthouse' }).first()).toBeVisible();
});

test('what nobody wrote is found nowhere, and becomes the name of a new conversation', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await page.keyboard.press('ControlOrMeta+k');
  await expect(asks(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  // Once its code is there it opens before the next key.
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('Zeppelin');
  await expect(active(page)).toHaveText('New conversation named “Zeppelin”');
  await expect(palette(page).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Zeppelin');
  await expect(field(page)).toBeFocused();
});

test('the arrows go round, Esc gives the focus back, and a thing to do is done from the settings too', async ({
  as,
}) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await field(page).focus();
  await page.keyboard.press('ControlOrMeta+k');
  const options = palette(page).getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();
  await expect(field(page)).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('appear');
  await expect(options).toHaveText([/^Appearance/, 'New conversation named “appear”']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(group(page, 'Recent conversations').getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(articles(page)).toHaveCount(1);
});

test('a question mark shows the shortcuts, and in a message it is a question mark', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await field(page).press('?');
  await expect(field(page)).toHaveValue('?');
  await expect(shortcuts).toHaveCount(0);
  await page.getByRole('log').focus();
  await page.keyboard.press('?');
  await expect(shortcuts).toBeVisible();
  await expect(shortcuts.getByRole('region', { name: 'While writing' })).toContainText('Edit your last message');
  await expectAccessibleInAllThemes(page);
  await page.keyboard.press('Escape');
  await expect(shortcuts).toBeHidden();
  await expect(page.getByRole('log')).toBeFocused();
});

test('on a phone the palette fills the width but for 12 px, and every line has room for a finger', async ({ as }) => {
  const page = await as('Maya', { ...phone, reducedMotion: 'reduce' });
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  await page.getByRole('button', { name: 'Conversations' }).tap();
  await page.getByRole('button', { name: 'Search or go to' }).tap();
  await expect(asks(page)).toBeFocused();
  await expect(page.getByRole('dialog', { name: 'Conversations' })).toBeHidden();
  expect(await palette(page).boundingBox()).toMatchObject({ x: 12, width: 336 });
  const heights = await palette(page)
    .getByRole('option')
    .evaluateAll((options) => options.map((option) => option.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  await palette(page).getByRole('option', { name: 'Settings' }).tap();
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
});
