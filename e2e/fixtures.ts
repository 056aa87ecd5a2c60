import {
  test as base,
  expect,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  type TestInfo,
} from '@playwright/test';
import axe from 'axe-core';
import { randomBytes, scryptSync } from 'node:crypto';
import { secretsInLog } from '#server/testing/secrets-in-log.ts';
import { inDatabase } from './in-database.ts';
import { startServer, type TestServer } from './server.ts';

const password = 'a long enough password';

interface Fixtures {
  /** A page of this person, signed in. The same name again is another browser of the same person. */
  as(name: string, device?: BrowserContextOptions): Promise<Page>;
  /** A page of nobody yet, in a browser of its own. */
  stranger(device?: BrowserContextOptions): Promise<Page>;
}

interface Person {
  name: string;
  email: string;
}

/** One server per worker; each test brings people of its own, so no test meets what another left. */
export const test = base.extend<Fixtures, { server: TestServer }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      await using server = await startServer();
      await provide(server);
      expect(secretsInLog(server.output()), 'secrets in the log').toEqual([]);
    },
    { scope: 'worker' },
  ],

  stranger: async ({ browser, server }, provide, testInfo) => {
    const opened: BrowserContext[] = [];
    await provide(async (device) => {
      // Only who tests the worker has one: it stands between a page and what a test makes of its requests.
      const context = await browser.newContext({ serviceWorkers: 'block', ...device, baseURL: server.url });
      opened.push(context);
      return context.newPage();
    });
    // Left open, its pages would stay connected and slow every later test down.
    await Promise.all(opened.map((context) => context.close()));
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('server', { body: server.output(), contentType: 'text/plain' });
    }
  },

  as: async ({ stranger, server }, provide, testInfo) => {
    const known = new Set<string>();
    await provide(async (name, device) => {
      const page = await stranger(device);
      const person = { name, email: emailOf(name, testInfo) };
      if (!known.has(name)) {
        await signUp(page, server, person);
        await easeSignIn(server, person);
      }
      known.add(name);
      await signIn(page, server, person);
      return page;
    });
  },
});

export { expect };

/** The smallest one that has to be pleasant: a finger, and bars that lie over what they scroll. */
export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const;

/** Nothing that axe can find, on the page as it stands; or nothing that these of its rules can. */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  await page.evaluate(stillness);
  const hasAxe = await page.evaluate(() => 'axe' in window);
  if (!hasAxe) await page.evaluate(axe.source); // half a megabyte, so once for each document
  expect(await page.evaluate(violations, rules)).toEqual([]);
}

/** Runs in the page, with the axe that was put there. */
async function violations(rules: string[] | undefined) {
  if (document.querySelector('iframe, frame') !== null) throw new Error('axe looks into no frames here');
  const found = await (window as never as { axe: typeof axe }).axe.run({
    resultTypes: ['violations'],
    ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } }),
  });
  return found.violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
  }));
}

/**
 * A colour that is on its way to another one has no contrast of its own. What is no way to anywhere isn't waited for: a caret
 * that blinks, or a line that drains for as long as a question lives.
 */
async function stillness(): Promise<void> {
  const ending = document.getAnimations().filter((one) => Number(one.effect?.getComputedTiming().endTime) < 5_000);
  await Promise.allSettled(ending.map((one) => one.finished));
}

/** Every rule in the first theme. The markup is the same in the others, so there only what depends on colours is asked. */
export async function expectAccessibleInAllThemes(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
  await expectAccessible(page);
  for (const theme of [
    { colorScheme: 'dark', contrast: 'no-preference' },
    { colorScheme: 'light', contrast: 'more' },
    { colorScheme: 'dark', contrast: 'more' },
  ] as const) {
    await page.emulateMedia(theme);
    await expectAccessible(page, ['color-contrast', 'link-in-text-block']);
  }
}

/** Unique to the test and its repetition, so that nobody has seen this person before. */
function emailOf(name: string, { testId, repeatEachIndex }: TestInfo): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}-${testId}-${repeatEachIndex}@example.org`;
}

async function signUp(page: Page, server: TestServer, person: Person): Promise<void> {
  const response = await page.request.post('/api/trpc/accounts.signUp', {
    headers: { ...ourHeaders(server), ...(await arrival(page)) },
    data: { ...person, password },
  });
  expect(response.status(), await response.text()).toBe(200);
}

/** A hash says what it costs to check. At the real price, half of what the app does here would be comparing this password. */
const cheapHash = (() => {
  const salt = randomBytes(16);
  const hash = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });
  return `scrypt$1024$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
})();

async function easeSignIn(server: TestServer, { email }: Person): Promise<void> {
  await inDatabase(server, (sql) => sql`update users set password_hash = ${cheapHash} where email = ${email}`);
}

let newcomers = 0;

/** Nobody signs up as often as tests do: each comes from an address of their own. The first one is the operator, at home. */
async function arrival(page: Page): Promise<Record<string, string>> {
  const door = await page.request.get('/api/trpc/accounts.door');
  const { result } = (await door.json()) as { result: { data: { isFirstAccount: boolean } } };
  newcomers += 1;
  return result.data.isFirstAccount ? {} : { 'x-forwarded-for': `10.0.${newcomers >> 8}.${newcomers & 255}` };
}

async function signIn(page: Page, server: TestServer, { email }: Person): Promise<void> {
  const { csrfToken } = (await (await page.request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const response = await page.request.post('/api/auth/callback/credentials', {
    headers: ourHeaders(server),
    form: { csrfToken, email, password, json: 'true' },
  });
  expect(response.status(), await response.text()).toBe(200);
}

/** What a browser adds by itself when one of our pages asks. */
function ourHeaders(server: TestServer): Record<string, string> {
  return { origin: server.url, 'x-claw-chat': '1' };
}
