import type { Page } from '@playwright/test';

const ticket = '**/connect-ticket';

/** Cuts the page's link, and lets it have no other. */
export async function goAway(page: Page): Promise<void> {
  await page.route(ticket, (route) => route.abort());
  await page.evaluate(() => {
    for (const socket of window.probe.sockets) socket.close();
  });
}

/** The way is free again, and the page is told so. Answers how long it takes until the last words are seen. */
export async function comeBack(page: Page, last: string): Promise<number> {
  await page.unroute(ticket);
  const began = await page.evaluate(() => {
    window.dispatchEvent(new Event('online'));
    return performance.now();
  });
  const seen = await page.waitForFunction(
    (words) => (document.querySelector('#log')?.textContent.includes(words) === true ? performance.now() : null),
    last,
    { polling: 'raf', timeout: 300_000 },
  );
  return ((await seen.jsonValue()) ?? 0) - began;
}
