import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { openTogether } from './together.ts';

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const saidBy = (page: Page, words: string) => page.getByRole('log').getByRole('article').filter({ hasText: words });
const emoji = (page: Page) => page.getByRole('listbox', { name: 'Emoji' });

test('a name is completed by keys alone, and whom it names is told', async ({ as, server }) => {
  const [mira, jonas] = [await as('Mira'), await as('Jonas Weil')];
  await openTogether(server, [mira, jonas]);
  const sent = mira.waitForRequest(/messages\.send/);
  await field(mira).pressSequentially('Ask @');
  const names = mira.getByRole('listbox', { name: 'People to mention' });
  await expect(names.getByRole('option')).toHaveCount(2);
  await expect(names.getByRole('option', { selected: true })).toHaveCount(1);
  await field(mira).pressSequentially('jo');
  const jonasHere = names.getByRole('option', { name: 'Jonas Weil' });
  await expect(jonasHere).toHaveAttribute('aria-selected', 'true');
  await expect(field(mira)).toHaveAttribute('aria-activedescendant', (await jonasHere.getAttribute('id')) ?? '');
  await expectAccessibleInAllThemes(mira);
  await field(mira).press('Enter');
  await expect(field(mira)).toHaveValue('Ask @Jonas Weil ');
  await expect(names).toBeHidden();
  await field(mira).pressSequentially('about it');
  await field(mira).press('Enter');
  const { mentions } = (await sent).postDataJSON() as { mentions: string[] };
  expect(mentions).toHaveLength(1);
  await expect(saidBy(jonas, 'Ask @Jonas Weil about it')).toBeVisible();
});

test('the list of names goes with Esc, and Enter sends then', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  const names = mira.getByRole('listbox', { name: 'People to mention' });
  await mira.getByRole('button', { name: 'Mention somebody' }).click();
  await expect(names).toBeVisible();
  await field(mira).press('Escape');
  await expect(names).toBeHidden();
  await field(mira).press('Enter');
  await expect(saidBy(mira, '@')).toBeVisible();
});

test('an emoji is completed by keys alone, and the field says which one the arrows stand on', async ({
  as,
  server,
}) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).pressSequentially('Ship it :r');
  await expect(emoji(mira)).toBeHidden();
  await field(mira).pressSequentially('o');
  const rocket = emoji(mira).getByRole('option', { name: /rocket/ });
  await expect(emoji(mira).getByRole('option', { selected: true })).toHaveCount(1);
  await expectAccessibleInAllThemes(mira);
  await field(mira).pressSequentially('c');
  await expect(rocket).toHaveAttribute('aria-selected', 'true');
  await expect(field(mira)).toHaveAttribute('aria-activedescendant', (await rocket.getAttribute('id')) ?? '');
  await field(mira).press('Tab');
  await expect(field(mira)).toHaveValue('Ship it 🚀 ');
  await expect(field(mira)).toBeFocused();
  await expect(emoji(mira)).toBeHidden();

  await field(mira).pressSequentially(':thumbs');
  await field(mira).press('ArrowDown');
  await expect(emoji(mira).getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
  await field(mira).press('Enter');
  await expect(field(mira)).toHaveValue('Ship it 🚀 👎 ');
  await field(mira).press('Enter');
  await expect(saidBy(mira, 'Ship it 🚀 👎')).toBeVisible();
});

test('an emoji is put where the caret stands, also in the middle of a text', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).fill('before after');
  for (let step = 0; step < 'after'.length; step += 1) await field(mira).press('ArrowLeft');
  await field(mira).pressSequentially(':tada');
  await emoji(mira).getByRole('option').first().click();
  await expect(field(mira)).toHaveValue('before 🎉 after');
  await field(mira).pressSequentially('and ');
  await expect(field(mira)).toHaveValue('before 🎉 and after');
});

test('a time, an address and code offer no emoji, and Enter sends them', async ({ as, server }) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).pressSequentially('`a :rocket');
  await expect(emoji(mira)).toBeHidden();
  await field(mira).fill('');
  // Offered here, so that the code is there and could have offered what follows.
  await field(mira).pressSequentially(':rocket');
  await expect(emoji(mira)).toBeVisible();
  await field(mira).press('Escape');
  await expect(emoji(mira)).toBeHidden();
  await field(mira).pressSequentially(' at 10:30 on https://example.org std::rocket');
  await expect(emoji(mira)).toBeHidden();
  await field(mira).press('Enter');
  await expect(saidBy(mira, ':rocket at 10:30 on')).toBeVisible();
});

test('while an input method composes, its Enter takes nothing of what is offered, and sends nothing', async ({
  as,
  server,
}) => {
  const mira = await as('Mira');
  await openTogether(server, [mira]);
  await field(mira).pressSequentially(':rock');
  await expect(emoji(mira)).toBeVisible();
  await field(mira).dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  await field(mira).dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
  await expect(field(mira)).toHaveValue(':rock');
  await expect(emoji(mira)).toBeVisible();
  await field(mira).press('Enter');
  await expect(field(mira)).toHaveValue('🚀 ');
});

test('on a phone of 360 px emoji are offered over the whole width, with room for a finger', async ({ as, server }) => {
  const mira = await as('Mira', phone);
  await openTogether(server, [mira]);
  await field(mira).pressSequentially(':thu');
  const first = emoji(mira).getByRole('option').first();
  await expect(first).toBeVisible();
  expect((await first.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect(await mira.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await expectAccessible(mira);
  await first.tap();
  await expect(field(mira)).toHaveValue('👍 ');
});
