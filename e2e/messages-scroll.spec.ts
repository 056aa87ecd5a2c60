import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { fillLog, openTogether } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const log = (page: Page) => page.getByRole('log');
const articles = (page: Page) => log(page).getByRole('article');
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });

async function write(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await page.keyboard.press('Enter');
}

/** How far the view is from the end, in pixels. */
function fromEnd(page: Page): Promise<number> {
  return log(page).evaluate((view) => Math.round(view.scrollHeight - view.scrollTop - view.clientHeight));
}

/** A message in the middle of the view, by its words, and where it stands. */
function middle(page: Page): Promise<{ words: string; top: number }> {
  return log(page).evaluate((view) => {
    const { top, height } = view.getBoundingClientRect();
    const rows = [...view.querySelectorAll('article')];
    const row = rows.find((one) => one.getBoundingClientRect().top > top + height / 3);
    const words = row?.querySelector('.written')?.textContent;
    if (row === undefined || words == null) throw new Error('no message in the middle of the view');
    return { words, top: row.getBoundingClientRect().top };
  });
}

function topOf(page: Page, words: string): Promise<number> {
  return log(page).evaluate((view, text) => {
    const row = [...view.querySelectorAll('article')].find(
      (one) => one.querySelector('.written')?.textContent === text,
    );
    return row?.getBoundingClientRect().top ?? NaN;
  }, words);
}

async function wheelUp(page: Page, pixels: number): Promise<void> {
  await log(page).hover();
  await page.mouse.wheel(0, -pixels);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

test('pinned to the end it stays at the end, whatever comes; not pinned it is not moved by a pixel', async ({
  as,
  server,
}) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  const conversationId = await openTogether(server, [maya, jonas]);
  await fillLog(server, conversationId, 400);
  await maya.reload();
  await expect(articles(maya).filter({ hasText: /Line 400\b/ })).toBeVisible();
  expect(await fromEnd(maya)).toBe(0);
  await write(jonas, 'From Jonas');
  await expect(articles(maya).filter({ hasText: 'From Jonas' })).toBeVisible();
  await expect.poll(() => fromEnd(maya)).toBe(0);

  await wheelUp(maya, 900);
  const before = await middle(maya);
  await write(jonas, 'More from Jonas');
  await expect(maya.getByRole('button', { name: /new\. Go to the newest/ })).toBeVisible();
  expect(await topOf(maya, before.words)).toBe(before.top);

  await maya.getByRole('button', { name: /Go to the newest/ }).click();
  await expect(articles(maya).filter({ hasText: 'More from Jonas' })).toBeVisible();
  await expect.poll(() => fromEnd(maya)).toBe(0);
});

test('where the focus goes the view goes, and stays although its scroll is told of later', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const conversationId = await openTogether(server, [page]);
  await fillLog(server, conversationId, 60);
  await page.reload();
  await expect(articles(page).filter({ hasText: /Line 60\b/ })).toBeVisible();
  await page.keyboard.press('Tab'); // from now on the focus is the keys'
  for (const line of [/Line 14\b/, /Line 40\b/, /Line 15\b/]) {
    const row = articles(page).filter({ hasText: line });
    // Everything that the focus changes is drawn before the next frame, in which the browser tells of the scroll.
    await row.evaluate(async (one) => {
      one.focus();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    });
    await expect(row).toBeInViewport();
  }
});

test('loading older messages keeps the place to the pixel, again and again', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const conversationId = await openTogether(server, [page]);
  await fillLog(server, conversationId, 1_000);
  await page.reload();
  await expect(articles(page).filter({ hasText: /Line 1000\b/ })).toBeVisible();
  let measured = Promise.withResolvers<void>();
  await page.route(/messages\.list/, async (route) => {
    await measured.promise;
    await route.continue();
  });
  // At the very top stands the day, whose line is another one with every message that is loaded before it.
  for (const top of [300, 300, 0, 300, 0, 0]) {
    measured = Promise.withResolvers();
    const loaded = page.waitForResponse(/messages\.list/);
    await log(page).evaluate(async (view, to) => {
      view.scrollTop = to;
      // What is there now was never drawn, and is measured first.
      for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    }, top);
    const before = await middle(page);
    measured.resolve();
    await loaded;
    // What was loaded makes the log longer above: the same words, at the same pixel, further from the start.
    await expect.poll(() => log(page).evaluate((view) => view.scrollTop)).toBeGreaterThan(1_000);
    expect(Math.abs((await topOf(page, before.words)) - before.top)).toBeLessThan(1.5);
  }
});

test('of ten thousand messages only those around the view are drawn, however far one scrolls', async ({
  as,
  server,
}) => {
  test.slow(); // forty pages are read
  const page = await as('Maya', desk);
  const conversationId = await openTogether(server, [page]);
  await fillLog(server, conversationId, 10_000);
  await page.reload();
  await expect(articles(page).filter({ hasText: /Line 10000\b/ })).toBeVisible();
  // As if somebody had scrolled up for a long time.
  for (let pages = 0; pages < 40; pages++) {
    const loaded = page.waitForResponse(/messages\.list/);
    await log(page).evaluate((view) => {
      view.scrollTop = 100;
    });
    await loaded;
    await expect.poll(() => log(page).evaluate((view) => view.scrollTop)).toBeGreaterThan(600);
  }
  expect(await articles(page).count()).toBeLessThan(130);
  const inSight = await log(page).evaluate(async (view) => {
    const counts: number[] = [];
    for (let i = 0; i < 60; i++) {
      view.scrollTop += 300;
      await new Promise(requestAnimationFrame);
      const { top, bottom } = view.getBoundingClientRect();
      const rows = [...view.querySelectorAll('article')].map((row) => row.getBoundingClientRect());
      counts.push(rows.filter((row) => row.bottom > top && row.top < bottom).length);
    }
    return counts;
  });
  // In no frame is there nothing to be seen.
  expect(Math.min(...inSight)).toBeGreaterThan(3);
  // Thrown to the middle, where nothing is drawn yet.
  await log(page).evaluate((view) => {
    view.scrollTop = view.scrollHeight / 2;
  });
  await expect
    .poll(() =>
      log(page).evaluate((view) => {
        const { top, bottom } = view.getBoundingClientRect();
        return [...view.querySelectorAll('article')].filter((row) => {
          const rect = row.getBoundingClientRect();
          return rect.bottom > top && rect.top < bottom;
        }).length;
      }),
    )
    .toBeGreaterThan(5);
});

test('an address that names a message of long ago opens there, and reads on in both directions', async ({
  as,
  server,
}) => {
  const page = await as('Maya', desk);
  const conversationId = await openTogether(server, [page]);
  await fillLog(server, conversationId, 600);
  const list = await page.request.get(
    `/api/trpc/messages.list?input=${encodeURIComponent(JSON.stringify({ conversationId, limit: 100 }))}`,
  );
  const { result } = (await list.json()) as { result: { data: { nextCursor: string } } };
  const older = await page.request.get(
    `/api/trpc/messages.list?input=${encodeURIComponent(JSON.stringify({ conversationId, limit: 100, before: result.data.nextCursor }))}`,
  );
  const target = ((await older.json()) as { result: { data: { nextCursor: string } } }).result.data.nextCursor;
  await page.goto(`/claw/chat/${conversationId}?message=${target}`);
  const found = log(page).locator('article[data-found]');
  await expect(found).toBeVisible();
  await expect(found).toBeInViewport();
  const words = (await found.locator('.written').textContent()) ?? '';
  await expectAccessible(page);
  const number = Number(/\d+/.exec(words)?.[0]);

  await page.getByRole('button', { name: 'Go to the newest message' }).click();
  await expect(articles(page).filter({ hasText: /Line 600\b/ })).toBeInViewport();
  expect(await fromEnd(page)).toBe(0);

  // Back, and read on from there: newer pages come as older ones do, until the end is the end.
  await page.goto(`/claw/chat/${conversationId}?message=${target}`);
  await expect(articles(page).filter({ hasText: new RegExp(`Line ${number}\\b`) })).toBeInViewport();
  await expect(async () => {
    await log(page).evaluate((view) => {
      view.scrollTop = view.scrollHeight;
    });
    await expect(articles(page).filter({ hasText: /Line 600\b/ })).toBeInViewport({ timeout: 250 });
  }).toPass();
  await expect.poll(() => fromEnd(page)).toBe(0);

  await page.goto(`/claw/chat/${conversationId}?message=01ARZ3NDEKTSV4RRFFQ69G5FAV`);
  await expect(page.getByText("That message isn't in this conversation.")).toBeVisible();
  await expect(articles(page).filter({ hasText: /Line 600\b/ })).toBeInViewport();
});
