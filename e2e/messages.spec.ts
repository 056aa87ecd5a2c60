import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { pressTool, toolsOf } from './message-tools.ts';
import { openTogether } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const log = (page: Page) => page.getByRole('log');
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const said = (page: Page, words: string | RegExp) => log(page).getByRole('article').filter({ hasText: words });

async function write(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await page.keyboard.press('Enter');
}

async function choose(page: Page, message: Locator, item: string): Promise<void> {
  await pressTool(message, 'More');
  await page.getByRole('menuitem', { name: item }).click();
}

test('what Maya edits Jonas sees at once, with what it was', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await write(maya, 'Take 2.14 to staging');
  await expect(said(jonas, 'Take 2.14 to staging')).toBeVisible();

  await pressTool(said(maya, 'Take 2.14'), 'Edit');
  await expect(field(maya)).toHaveValue('Take 2.14 to staging');
  await expect(maya.getByText('Editing, Esc leaves')).toBeVisible();
  await write(maya, 'Take 2.14.0 to staging');
  await expect(field(maya)).toHaveValue('');
  for (const page of [maya, jonas]) {
    await expect(said(page, 'Take 2.14.0 to staging')).toContainText('Edited');
    await expect(said(page, 'Take 2.14 to staging')).toHaveCount(0);
  }
  await said(jonas, 'Take 2.14.0').getByRole('button', { name: 'What changed' }).click();
  const dialog = jonas.getByRole('dialog', { name: 'What changed' });
  await expect(dialog.locator('del')).toContainText('2.14');
  await expect(dialog.locator('ins')).toContainText('2.14.0');
  await expectAccessible(jonas);
});

test('↑ in an empty field edits the last message, Esc leaves it as it was, and the draft comes back', async ({
  as,
}) => {
  const page = await as('Maya', desk);
  await page.goto('/claw/chat');
  await write(page, 'First words');
  await expect(log(page).getByRole('article')).toHaveCount(3);
  await field(page).press('ArrowUp');
  await expect(field(page)).toHaveValue('First words');
  await field(page).fill('Other words');
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('');
  await expect(said(page, 'First words')).toHaveCount(1);

  await field(page).fill('A draft');
  await field(page).press('ArrowUp');
  await expect(field(page)).toHaveValue('A draft');
  await pressTool(said(page, 'First words'), 'Edit');
  await expect(field(page)).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveValue('A draft');
});

test('an edit that comes too late loses nothing: both are shown, and either can be kept', async ({ as }) => {
  const [couch, table] = [await as('Maya', desk), await as('Maya', desk)];
  await couch.goto('/claw/chat');
  await table.goto('/claw/chat');
  await write(couch, 'Take it to staging');
  await expect(said(table, 'Take it to staging')).toBeVisible();

  await field(couch).press('ArrowUp');
  await field(table).press('ArrowUp');
  await write(table, 'Take it to production');
  await expect(said(couch, 'Take it to production')).toBeVisible();
  await expect(couch.getByText('Changed elsewhere while you edited here')).toBeVisible();
  await write(couch, 'Take it to the test bench');
  const dialog = couch.getByRole('dialog', { name: 'Changed in two places' });
  await expect(dialog).toContainText('Take it to production');
  await expect(dialog.getByRole('textbox', { name: 'Yours' })).toHaveValue('Take it to the test bench');
  await expectAccessibleInAllThemes(couch);
  await dialog.getByRole('textbox', { name: 'Yours' }).fill('Take it to production, then to the test bench');
  await dialog.getByRole('button', { name: 'Keep yours' }).click();
  await expect(dialog).toHaveCount(0);
  for (const page of [couch, table]) await expect(said(page, 'production, then to the test bench')).toHaveCount(1);

  await field(couch).press('ArrowUp');
  await field(table).press('ArrowUp');
  await write(table, 'Leave it');
  await expect(said(couch, 'Leave it')).toBeVisible();
  await couch.getByRole('button', { name: 'See both' }).click();
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await dialog.getByRole('button', { name: 'Keep what stands there' }).click();
  await expect(field(couch)).toHaveValue('');
  await expect(said(couch, 'Leave it')).toHaveCount(1);
});

test('what Maya deletes is gone for Jonas, after she was asked in its place', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await write(maya, 'Not for everybody');
  await expect(said(jonas, 'Not for everybody')).toBeVisible();
  await choose(maya, said(maya, 'Not for everybody'), 'Delete');
  const question = maya.getByRole('group', { name: 'Delete message' });
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  await expectAccessible(maya);
  await maya.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(said(maya, 'Not for everybody')).toBeFocused();

  await choose(maya, said(maya, 'Not for everybody'), 'Delete');
  await question.getByRole('button', { name: 'Delete message' }).click();
  for (const page of [maya, jonas]) {
    await expect(said(page, 'Maya deleted a message')).toHaveCount(1);
    await expect(said(page, 'Not for everybody')).toHaveCount(0);
  }
  await said(jonas, 'Maya deleted').hover();
  await expect(toolsOf(log(jonas))).toHaveCount(0);
});

test('nobody edits or deletes what somebody else wrote', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await write(maya, 'From Maya');
  await pressTool(said(jonas, 'From Maya'), 'More');
  await expect(jonas.getByRole('menuitem')).toHaveText(['Copy text', 'Copy link']);
  // React, Reply and More: under an open menu nothing has a role.
  await expect(said(jonas, 'From Maya').locator('[data-tools] button')).toHaveCount(3);
});

test('Maya and Jonas react, see each other’s, and take theirs back', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await write(maya, 'It is up');
  await pressTool(said(jonas, 'It is up'), 'React');
  const picker = jonas.getByRole('dialog', { name: 'Choose a reaction' });
  await expect(picker.getByRole('searchbox')).toBeFocused();
  await expectAccessible(jonas);
  await jonas.keyboard.type('party');
  await jonas.keyboard.press('Enter');
  await expect(picker).toHaveCount(0);

  const pill = (page: Page, from: string) => said(page, 'It is up').getByRole('button', { name: `🎉 from ${from}` });
  await expect(pill(jonas, 'Jonas')).toHaveAttribute('aria-pressed', 'true');
  await expect(pill(maya, 'Jonas')).toHaveAttribute('aria-pressed', 'false');
  await pill(maya, 'Jonas').click();
  for (const page of [maya, jonas])
    await expect(pill(page, 'Jonas and Maya').or(pill(page, 'Maya and Jonas'))).toHaveText(/2$/);
  await said(jonas, 'It is up').getByRole('button', { name: /🎉/ }).click();
  await expect(pill(maya, 'Maya')).toHaveAttribute('aria-pressed', 'true');
  await expect(pill(jonas, 'Maya')).toHaveAttribute('aria-pressed', 'false');
});

test('a reaction that gets no answer is taken back on screen, with the reason', async ({ as }) => {
  const page = await as('Maya', desk);
  await page.goto('/claw/chat');
  await expect(log(page).getByRole('article')).toHaveCount(1);
  await page.route('**/api/trpc/reactions.add', (route) => route.abort());
  await pressTool(log(page).getByRole('article'), 'React');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /thumbs up/ })
    .first()
    .click();
  await expect(page.getByText("The server can't be reached.")).toBeVisible();
  await expect(page.getByRole('button', { name: /👍 from/ })).toHaveCount(0);
});

test('a reply shows what it answers, also when that changes, and leads to it', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await write(maya, 'Shall I keep the old column?');
  await pressTool(said(jonas, 'Shall I keep'), 'Reply');
  await expect(field(jonas)).toBeFocused();
  await expectAccessible(jonas);
  await write(jonas, 'Yes, for one release');
  const quote = (page: Page) => said(page, 'Yes, for one release').getByRole('button', { name: /^In reply to Maya/ });
  for (const page of [maya, jonas]) await expect(quote(page)).toContainText('Shall I keep the old column?');

  await field(maya).press('ArrowUp');
  await write(maya, 'Shall I drop the old column?');
  await expect(quote(jonas)).toContainText('Shall I drop the old column?');
  await quote(jonas).click();
  await expect(said(jonas, /^.*Shall I drop/).first()).toHaveAttribute('data-found', 'true');
});

test('a reply written offline arrives as a reply', async ({ as }) => {
  const [page, other] = [await as('Maya', desk), await as('Maya', desk)];
  await page.goto('/claw/chat');
  await other.goto('/claw/chat');
  await pressTool(log(page).getByRole('article'), 'Reply');
  await page.context().setOffline(true);
  await write(page, 'From a tunnel');
  await expect(said(page, 'From a tunnel').getByRole('button', { name: /^In reply to/ })).toBeVisible();
  await page.context().setOffline(false);
  await expect(said(other, 'From a tunnel').getByRole('button', { name: /^In reply to Guide/ })).toBeVisible({
    timeout: 30_000,
  });
});

test('the keyboard reaches every message and everything that can be done with it', async ({ as }) => {
  const page = await as('Maya', desk);
  await page.goto('/claw/chat');
  await write(page, 'Left of the keyboard');
  await expect(log(page).getByRole('article')).toHaveCount(3);
  await page.keyboard.press('Shift+F6');
  await expect(log(page)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(said(page, 'Left of the keyboard')).toBeFocused();
  await expect(toolsOf(log(page))).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(toolsOf(log(page)).getByRole('button', { name: 'React' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(toolsOf(log(page)).getByRole('button', { name: 'Edit' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(said(page, 'Left of the keyboard')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(toolsOf(log(page)).getByRole('button', { name: 'React' })).toBeFocused();
});

test('a finger that rests on a message gets the same from the lower edge', async ({ as }) => {
  const page = await as('Maya', phone);
  await page.goto('/claw/chat');
  await write(page, 'Written with a thumb');
  await expect(log(page).getByRole('article')).toHaveCount(3);
  const box = await said(page, 'Written with a thumb').boundingBox();
  const at = { x: (box?.x ?? 0) + 60, y: (box?.y ?? 0) + (box?.height ?? 0) - 12 };
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  const sheet = page.getByRole('dialog', { name: 'What you can do with this message' });
  await expect(sheet).toBeVisible();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(sheet.getByRole('button', { name: 'Delete' })).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await sheet.getByRole('button', { name: 'thumbs up yes agree good like' }).click();
  await expect(sheet).toHaveCount(0);
  await expect(said(page, 'Written with a thumb').getByRole('button', { name: '👍 from Maya' })).toBeVisible();
});

test('who was removed sees within seconds that it is not theirs any more', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  const conversationId = await openTogether(server, [maya, jonas]);
  await write(maya, 'Only for those who are here');
  await expect(said(jonas, 'Only for those')).toBeVisible();
  const answer = await jonas.request.post('/api/trpc/conversations.leave', {
    headers: { origin: server.url, 'x-claw-chat': '1' },
    data: { conversationId },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await expect(jonas.getByText("It was deleted, or it isn't yours.")).toBeVisible();
  await expect(jonas.getByText('Only for those')).toHaveCount(0);
  await expect(maya.getByRole('complementary', { name: 'Details' }).getByText('Jonas')).toHaveCount(0);
});
