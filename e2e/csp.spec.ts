import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** What the browser refused to load or run, as the page itself is told, from its first line on. */
async function watchViolations(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      const seen = JSON.parse(sessionStorage.getItem('violations') ?? '[]') as string[];
      sessionStorage.setItem('violations', JSON.stringify([...seen, `${effectiveDirective} ${blockedURI} ${sample}`]));
    });
  });
  return () => page.evaluate(() => JSON.parse(sessionStorage.getItem('violations') ?? '[]') as string[]);
}

test('a stranger’s pages run with nothing that the policy refuses', async ({ stranger }) => {
  const page = await stranger();
  const violations = await watchViolations(page);
  for (const path of ['/sign-up', '/sign-in', '/forgotten', `/reset/${'A'.repeat(43)}`, '/nothing/here']) {
    const answer = await page.goto(path);
    expect(answer?.headers()['content-security-policy'], path).toMatch(/script-src 'self' 'nonce-[\w-]{22}';/);
    await page.waitForLoadState('networkidle');
    expect(await violations(), path).toEqual([]);
  }
});

test('the chat runs, writes and is answered over its socket with nothing that the policy refuses', async ({ as }) => {
  const page = await as('Maya');
  const violations = await watchViolations(page);
  await page.goto('/claw/chat');
  await page.getByRole('textbox', { name: 'Message' }).fill('Is anybody there?');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByRole('article').filter({ hasText: 'no language model' })).toHaveCount(1);
  expect(await violations()).toEqual([]);
});

test('the settings, the menus and what isn’t there run with nothing that the policy refuses', async ({ as }) => {
  const page = await as('Maya');
  const violations = await watchViolations(page);
  const settings = ['profile', 'appearance', 'devices', 'keys'].map((section) => `/settings/${section}`);
  for (const path of [...settings, '/claw/new', '/claw/chat/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/claw/chat']) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    expect(await violations(), path).toEqual([]);
  }
  await page.getByRole('button', { name: 'Maya' }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await violations()).toEqual([]);
});

test('a script that got into a page does not run: not inline, not as a handler, not as an address', async ({ as }) => {
  const page = await as('Maya');
  await page.goto('/claw/chat');
  const refused = await page.evaluate(async () => {
    const seen: string[] = [];
    addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.broken = "inline"';
    const image = document.createElement('div');
    image.innerHTML =
      '<img src="data:," onerror="window.broken = \'handler\'"><a href="javascript:window.broken=1">x</a>';
    document.body.append(script, image);
    image.querySelector('a')?.click();
    const foreign = document.createElement('script');
    foreign.src = 'https://elsewhere.example/x.js';
    document.body.append(foreign);
    await new Promise((resolve) => foreign.addEventListener('error', resolve));
    return seen;
  });
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  expect(new Set(refused)).toEqual(new Set(['script-src-elem', 'script-src-attr']));
});

test('what was built is kept by browsers, and a page is not', async ({ stranger }) => {
  const page = await stranger();
  const chunk = page.waitForResponse(/_next\/static\/.*\.js/);
  const answer = await page.goto('/sign-in');
  expect(answer?.headers()['cache-control']).toContain('no-store');
  expect((await chunk).headers()['cache-control']).toContain('immutable');
});
