import type { Page } from '@playwright/test';
import { expect, expectAccessible, phone, test } from './fixtures.ts';
import { openTogether } from './together.ts';

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const seen = (page: Page, words: string) => page.getByText(words).filter({ visible: true });

test('on a phone what is left of the space is told before the arrow, and what is too long is kept and not sent', async ({
  as,
  server,
}) => {
  const mira = await as('Mira', phone);
  await openTogether(server, [mira]);
  await field(mira).fill('a'.repeat(6_399));
  await expect(seen(mira, 'characters left')).toHaveCount(0);
  await field(mira).fill('a'.repeat(6_400));
  await expect(seen(mira, '1,600 characters left')).toHaveCount(1);
  await field(mira).fill('a'.repeat(8_012));
  await expect(seen(mira, '12 characters too many')).toHaveCount(1);
  await expect(field(mira)).toHaveAccessibleDescription('12 characters too many');
  await field(mira).press('Enter');
  await expect(field(mira)).toHaveValue('a'.repeat(8_012));
  expect(await mira.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(mira);
});

test('what is left is told once on a desk, also while the connection has something to say', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).fill('a'.repeat(6_400));
  await expect(seen(mira, '1,600 characters left')).toHaveCount(1);
  await mira.context().setOffline(true);
  await field(mira).fill('Written offline');
  await field(mira).press('Enter');
  await expect(seen(mira, 'Offline.')).toHaveCount(1);
  await field(mira).fill('a'.repeat(8_001));
  await expect(seen(mira, '1 character too many')).toHaveCount(1);
});

test('an emoji is chosen from all there are and put where the caret stands; Esc goes back to the button', async ({
  as,
  server,
}) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).fill('Ship it');
  const button = mira.getByRole('button', { name: 'Emoji', exact: true });
  await button.click();
  const all = mira.getByRole('dialog', { name: 'Choose an emoji' });
  await expect(all).toBeVisible();
  await expectAccessible(mira);
  await mira.keyboard.press('Escape');
  await expect(all).toBeHidden();
  await expect(button).toBeFocused();
  await button.click();
  await all.getByRole('searchbox').fill('rocket');
  await mira.keyboard.press('Enter');
  await expect(field(mira)).toHaveValue('Ship it 🚀');
  await expect(field(mira)).toBeFocused();
  await mira.keyboard.type('!');
  await expect(field(mira)).toHaveValue('Ship it 🚀!');
});
