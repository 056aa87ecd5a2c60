import type { Page } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';

const articles = (page: Page) => page.getByRole('log').getByRole('article');
const said = (page: Page, words: string) => articles(page).filter({ hasText: words });
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });

async function write(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await field(page).press('Enter');
}

test('when the database goes away under the page, what Maya writes waits and says so, and goes out once when it is back', async ({
  as,
  server,
}) => {
  const maya = await as('Maya', { ...phone, reducedMotion: 'reduce' });
  const other = await as('Maya', { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await maya.goto('/claw/chat');
  await expect(articles(maya)).toHaveCount(1);
  await other.goto(new URL(maya.url()).pathname);
  await expect(other.getByText('Connected', { exact: true })).toBeVisible();
  // What the socket asks first has been answered: a socket that is only just opened doesn't outlive the database.
  await expect(other.getByRole('complementary', { name: 'Details' })).toContainText('Online');
  await server.takeDatabaseAway();
  await expect.poll(async () => (await maya.request.get('/health')).status()).toBe(503);

  for (const words of ['The first while it is away', 'The second while it is away']) await write(other, words);
  await expect(other.getByText('Not available right now. 2 messages wait here.')).toBeVisible();
  for (const words of ['The first', 'The second']) {
    await expect(said(other, words)).toContainText('Waits here until the server is back');
  }
  await expect(articles(other).first()).toContainText('Hello, Maya');
  await expectAccessibleInAllThemes(other);
  await write(maya, 'From the phone');
  await expect(said(maya, 'From the phone')).toContainText('Waits here until');

  await server.bringDatabaseBack();
  await expect(other.getByText('Connected', { exact: true })).toBeVisible({ timeout: 60_000 });
  for (const page of [maya, other]) {
    for (const words of ['The first while', 'The second while', 'From the phone']) {
      await expect(said(page, words)).toHaveCount(1, { timeout: 60_000 });
      await expect(said(page, words)).not.toContainText('Waits');
    }
  }
  const order = (await articles(other).allTextContents()).flatMap(
    (text) => /The (first|second) while/.exec(text)?.[1] ?? [],
  );
  expect(order).toEqual(['first', 'second']);
});
