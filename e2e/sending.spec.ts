import type { Page, Route } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, test } from './fixtures.ts';
import { openTogether } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const sends = '**/api/trpc/messages.send';
const said = (page: Page, words: string) => page.getByRole('log').getByRole('article').filter({ hasText: words });
const button = (page: Page, words: string, name: string) => said(page, words).getByRole('button', { name });

async function write(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(words);
  await page.getByRole('textbox', { name: 'Message' }).press('Enter');
}

/** The texts that a page shows of these, in its order. */
async function orderOf(page: Page, words: readonly string[]): Promise<string[]> {
  const texts = await page.getByRole('log').getByRole('article').allTextContents();
  return texts.flatMap((text) => words.filter((one) => text.includes(one)));
}

test('a message of which nobody knows whether it arrived says so, holds back what comes after it, and is sent again once', async ({
  as,
  server,
}) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  let isCut = true;
  let tries = 0;
  await maya.route(sends, async (route) => {
    tries += 1;
    await (isCut ? route.abort() : route.continue());
  });
  const [first, second] = ['The first of two', 'The second of two'];
  await write(maya, first);
  await expect(said(maya, first)).toContainText('May not have arrived');
  await write(maya, second);
  await expect(said(maya, second)).toBeVisible();
  await expectAccessibleInAllThemes(maya);

  await maya.reload();
  await expect(said(maya, first)).toContainText('May not have arrived');
  const before = tries;
  await button(maya, first, 'Send again').click();
  await expect.poll(() => tries).toBeGreaterThan(before);
  await expect(said(jonas, 'of two')).toHaveCount(0);

  isCut = false;
  const again = button(maya, first, 'Send again');
  await expect(async () => {
    // A connection that comes back sends it by itself, and may be faster than the press.
    if (await again.isVisible()) await again.click({ timeout: 1_000 });
    await expect(said(maya, 'May not have arrived')).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  for (const page of [jonas, maya]) await expect.poll(() => orderOf(page, [first, second])).toEqual([first, second]);
});

test('a message that was stored and whose answer was lost is settled by the log, without a question', async ({
  as,
  server,
}) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  let lost = 0;
  await maya.route(sends, async (route) => {
    await route.fetch();
    lost += 1;
    await route.abort();
  });
  await write(maya, 'Stored, and never confirmed');
  await expect(said(jonas, 'Stored, and never confirmed')).toHaveCount(1);
  await expect.poll(() => lost).toBe(1);
  await expect(button(maya, 'Stored, and never confirmed', 'Send again')).toHaveCount(0);
  await maya.unroute(sends);
  await maya.reload();
  await expect(said(maya, 'Stored, and never confirmed')).toHaveCount(1);
  await write(maya, 'What comes next');
  await expect(said(jonas, 'What comes next')).toHaveCount(1);
  await expect(said(jonas, 'Stored, and never confirmed')).toHaveCount(1);
});

test('what was refused says why, goes again as often as one likes, and is gone when it is discarded', async ({
  as,
  server,
}) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await maya.route(sends, (route) => route.continue({ postData: tooLong(route) }));
  await write(maya, 'Refused for its length');
  await expect(said(maya, 'Refused for its length')).toContainText('Not sent.');
  await expectAccessibleInAllThemes(maya);
  await button(maya, 'Refused for its length', 'Try again').click();
  await expect(said(maya, 'Refused for its length')).toContainText('Not sent.');
  await maya.unroute(sends);

  await write(maya, 'Not held back by it');
  await expect(said(jonas, 'Not held back by it')).toHaveCount(1);
  await button(maya, 'Refused for its length', 'Discard').press('Enter');
  await expect(said(maya, 'Refused for its length')).toHaveCount(0);
  await maya.reload();
  await expect(said(maya, 'Not held back by it')).toHaveCount(1);
  await expect(said(maya, 'Refused for its length')).toHaveCount(0);
  await expect(said(jonas, 'Refused for its length')).toHaveCount(0);
});

/** The page never sends such a message, so it is made on the way; the refusal is the server's own. */
function tooLong(route: Route): string {
  const sent = route.request().postDataJSON() as object;
  return JSON.stringify({ ...sent, content: [{ type: 'text', text: 'x'.repeat(8_001) }] });
}

test('a message that takes its time says that it is on its way, and nothing once it has arrived', async ({ as }) => {
  const maya = await as('Maya', desk);
  await maya.goto('/claw/chat');
  const arrived = Promise.withResolvers<void>();
  await maya.route(sends, async (route) => {
    await arrived.promise;
    await route.continue();
  });
  await write(maya, 'Over a slow line');
  await expect(said(maya, 'Over a slow line')).toContainText('Sending');
  arrived.resolve();
  await expect(said(maya, 'Over a slow line')).not.toContainText('Sending');
  await expect(said(maya, 'Over a slow line')).toHaveCount(1);
});
