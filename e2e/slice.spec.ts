import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';

/** Each message that the log shows, by its text; a repeated one is there twice. */
function shown(page: Page, text: string) {
  return page.getByRole('log').getByRole('article').filter({ hasText: text });
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

const greeting = 'I am the agent that comes with the box';
const answer = 'no language model';

test('a newcomer signs up, is greeted by a running agent, writes, and is answered', async ({ stranger }) => {
  const page = await stranger();
  await page.goto('/claw/chat');
  await page
    .getByRole('link', { name: 'Create an account' })
    .or(page.getByRole('heading', { name: /account|Set up/ }))
    .first()
    .waitFor();
  await page.goto('/sign-up');
  await expectAccessible(page);
  await page.getByLabel('Name').fill('Maya Okafor');
  await page.getByLabel('E-mail').fill(`maya-${test.info().testId}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Create account' }).click();

  await expect(page).toHaveURL(/\/claw\/chat\/[0-9A-Z]{26}$/);
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await expect(shown(page, greeting)).toHaveCount(1);
  await expect(shown(page, greeting)).toContainText('Maya');

  await write(page, 'Where is my data kept?');
  await expect(shown(page, 'Where is my data kept?')).toHaveCount(1);
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(3);
  await expect(page.getByText('Guide is online').filter({ visible: true }).first()).toBeVisible();
  await expectAccessible(page);
});

test('a second browser of the same person sees it all live', async ({ as }) => {
  const [desk, couch] = [await as('Maya'), await as('Maya')];
  await desk.goto('/claw/chat');
  await couch.goto('/claw/chat');
  await expect(shown(couch, greeting)).toHaveCount(1);
  await write(desk, 'Written at the desk');
  await expect(shown(couch, 'Written at the desk')).toHaveCount(1);
  await write(couch, 'Written on the couch');
  await expect(shown(desk, 'Written on the couch')).toHaveCount(1);
  for (const page of [desk, couch]) await expect(shown(page, answer).last()).toBeVisible();
});

test('the server is killed and started again in the middle: nothing lost, nothing doubled, the pages recover alone', async ({
  as,
  server,
}) => {
  const [desk, couch] = [await as('Maya'), await as('Maya')];
  await desk.goto('/claw/chat');
  await couch.goto('/claw/chat');
  await expect(shown(couch, greeting)).toHaveCount(1);

  await write(desk, 'Before the cut');
  await server.kill();
  await write(desk, 'First during the cut');
  await write(desk, 'Second during the cut');
  await expect(desk.getByText(/^Reconnecting/).first()).toBeVisible();
  await server.start();

  const mine = ['Before the cut', 'First during the cut', 'Second during the cut'];
  for (const page of [desk, couch]) {
    await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 40_000 });
    // The greeting, three messages, and an answer to each: no more, no less, and in order.
    await expect(page.getByRole('log').getByRole('article')).toHaveCount(7, { timeout: 40_000 });
    const texts = await page.getByRole('log').getByRole('article').allInnerTexts();
    expect(mine.map((text) => texts.filter((shownText) => shownText.includes(text)).length)).toEqual([1, 1, 1]);
    expect(mine.map((text) => texts.findIndex((shownText) => shownText.includes(text)))).toEqual(
      mine.map((text) => texts.findIndex((shownText) => shownText.includes(text))).toSorted((a, b) => a - b),
    );
  }
  await desk.reload();
  await expect(desk.getByRole('log').getByRole('article')).toHaveCount(7);
  await expect(desk.getByText(/Sending|Waits here|May not have arrived|Not sent/)).toHaveCount(0);
});

test('what is written offline waits, survives a reload, and arrives once', async ({ as }) => {
  const [page, other] = [await as('Maya'), await as('Maya')];
  await page.goto('/claw/chat');
  await other.goto('/claw/chat');
  await expect(shown(page, greeting)).toHaveCount(1);
  await page.context().setOffline(true);
  await write(page, 'Written in a tunnel');
  await expect(shown(page, 'Written in a tunnel')).toContainText('Waits here until you are back online');
  await page.context().setOffline(false);
  await page.reload();
  await expect(shown(other, 'Written in a tunnel')).toHaveCount(1);
  await expect(shown(page, 'Written in a tunnel')).toHaveCount(1);
  await expect(page.getByText('Waits here until you are back online')).toHaveCount(0);
});

test('a new conversation is in the list of every browser at once', async ({ as }) => {
  const [desk, couch] = [await as('Maya'), await as('Maya')];
  await desk.goto('/claw/chat');
  await couch.goto('/claw/chat');
  await expect(shown(couch, greeting)).toHaveCount(1);
  await desk.getByRole('button', { name: 'New conversation' }).click();
  await expect(shown(desk, greeting)).toHaveCount(0);
  await write(desk, 'A second thread');
  const list = couch.getByRole('navigation', { name: 'Conversations' });
  await expect(
    list
      .getByRole('link')
      .filter({ hasText: 'A second thread' })
      .or(list.getByRole('link').filter({ hasText: 'Untitled' })),
  ).toBeVisible();
});

test('a conversation of somebody else looks like an unknown one', async ({ as }) => {
  const [maya, jonas] = [await as('Maya'), await as('Jonas')];
  await maya.goto('/claw/chat');
  await expect(shown(maya, greeting)).toHaveCount(1);
  const hers = new URL(maya.url()).pathname;
  for (const path of [hers, '/claw/chat/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/claw/chat/no-id-at-all']) {
    await jonas.goto(path);
    await expect(jonas.getByText("It was deleted, or it isn't yours.")).toBeVisible();
    await expect(jonas.getByRole('log')).toHaveCount(0);
  }
  await expectAccessible(jonas);
});

test('signing out closes this browser and leaves the other open', async ({ as }) => {
  const [desk, couch] = [await as('Maya'), await as('Maya')];
  await desk.goto('/claw/chat');
  await couch.goto('/claw/chat');
  await expect(shown(desk, greeting)).toHaveCount(1);
  await desk.getByRole('button', { name: 'Maya, your account' }).click();
  await desk.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(desk).toHaveURL(/\/sign-in/);
  await desk.goto('/claw/chat');
  await expect(desk).toHaveURL(/\/sign-in/);
  await write(couch, 'Still here');
  await expect(shown(couch, 'Still here')).toHaveCount(1);
});

test('a wrong password is told in words, and says nothing about who has an account', async ({ stranger, as }) => {
  await as('Maya');
  const page = await stranger();
  await page.goto('/sign-in');
  await expectAccessible(page);
  for (const email of [`maya-${test.info().testId}-0@example.org`, 'nobody@example.org']) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText("That e-mail and password don't match.")).toBeVisible();
    await page.reload();
  }
});

test('old addresses lead to the chat', async ({ as }) => {
  const page = await as('Maya');
  await page.goto('/');
  await expect(page).toHaveURL(/\/claw\/chat\/[0-9A-Z]{26}$/);
  const open = new URL(page.url()).pathname;
  await page.goto(open.replace('/claw/chat/', '/claw/kilo-chat/'));
  await expect(page).toHaveURL(new RegExp(`${open}$`));
  await expect(shown(page, greeting)).toHaveCount(1);
});

test('on a phone the list is a drawer, and the page is no wider than the screen', async ({ as }) => {
  const page = await as('Maya');
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/claw/chat');
  await expect(shown(page, greeting)).toHaveCount(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole('button', { name: 'Conversations' }).click();
  await expect(page.getByRole('navigation', { name: 'Conversations' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeVisible();
});
