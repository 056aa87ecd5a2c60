import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openTogether } from './together.ts';

const folder = 'docs/pictures';
const desk = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

/** Nothing moves and the typeface is there. */
async function still(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => document.fonts.ready);
}

async function converse(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  const log = page.getByRole('log');
  await expect(log.getByRole('article')).toHaveCount(1);
  await page.getByRole('textbox', { name: 'Message' }).fill('What is this?');
  await page.keyboard.press('Enter');
  await expect(log.getByRole('article')).toHaveCount(3);
  await page.getByRole('textbox', { name: 'Message' }).fill('Which language model are you?');
  await page.keyboard.press('Enter');
  await expect(log.getByRole('article')).toHaveCount(5);
}

test('the conversation, on a desk and on a phone, by day and by night', async ({ as }) => {
  const page = await as('Mira Okafor');
  await page.setViewportSize(desk);
  await converse(page);
  await still(page);
  await page.screenshot({ path: `${folder}/chat-light.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: `${folder}/chat-dark.png` });
  await page.setViewportSize(phone);
  await page.screenshot({ path: `${folder}/chat-phone-dark.png` });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: `${folder}/chat-phone.png` });
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.screenshot({ path: `${folder}/chat-phone-list.png` });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Details' }).click();
  await page.screenshot({ path: `${folder}/details-phone.png` });
});

test('two people and an agent, on a desk and on a phone', async ({ as, server }) => {
  const [mira, jonas] = [await as('Mira Okafor'), await as('Jonas Weil')];
  await mira.setViewportSize(desk);
  await openTogether(server, [mira, jonas]);
  await expect(mira.getByRole('img', { name: 'Jonas Weil is here' })).toBeVisible();
  await still(mira);
  const writing = mira.getByText('Jonas Weil is writing').filter({ visible: true });
  await jonas.getByRole('textbox', { name: 'Message' }).pressSequentially('Who');
  await expect(writing).toBeVisible();
  await mira.screenshot({ path: `${folder}/company-light.png` });
  await mira.setViewportSize(phone);
  await mira.emulateMedia({ colorScheme: 'dark' });
  await expect(writing).toBeVisible();
  await mira.screenshot({ path: `${folder}/company-phone-dark.png` });
});

test('the door, by day and by night', async ({ stranger, as }) => {
  const page = await stranger();
  await page.setViewportSize(desk);
  await as('Mira Okafor');
  await page.goto('/sign-in');
  await still(page);
  await page.screenshot({ path: `${folder}/sign-in-light.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize(phone);
  await page.screenshot({ path: `${folder}/sign-in-phone-dark.png` });
});

test('the settings and a new agent', async ({ as }) => {
  const page = await as('Mira Okafor');
  await page.setViewportSize(desk);
  await page.goto('/settings/devices');
  await expect(page.getByRole('table')).toBeVisible();
  await still(page);
  await page.screenshot({ path: `${folder}/settings-devices.png` });
  await page.goto('/settings/appearance');
  await page.screenshot({ path: `${folder}/settings-appearance.png` });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/claw/new');
  await page.getByLabel('Name').fill('Harbor');
  await still(page);
  await page.screenshot({ path: `${folder}/new-agent-dark.png` });
  await page.setViewportSize(phone);
  await page.goto('/settings/profile');
  await still(page);
  await page.screenshot({ path: `${folder}/settings-profile-phone-dark.png` });
});
