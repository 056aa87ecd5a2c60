import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { agentKeyOf, openTogether } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const here = (page: Page, sentence: string) => page.getByRole('main').getByRole('img', { name: sentence });
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });
const person = (page: Page, name: string) => details(page).getByRole('listitem').filter({ hasText: name });
const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const writing = (page: Page, sentence: string) =>
  page.getByRole('main').getByText(sentence, { exact: true }).filter({ visible: true });

/** Somebody uses another window: the page stays on the screen, and nobody looks at it. */
async function useAnotherWindow(page: Page): Promise<Page> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  const other = await page.context().newPage();
  await other.bringToFront();
  return other;
}

/** As a browser does when another tab is chosen. No browser without a screen does it by itself. */
async function setHidden(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible'),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

test('Maya and Jonas see that the other is here, and nothing of it when they are alone', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await expect(here(maya, 'Jonas is here')).toBeVisible();
  await expect(here(jonas, 'Maya is here')).toBeVisible();
  await expect(person(maya, 'Jonas')).toContainText('here');
  await expect(person(maya, 'Maya')).not.toContainText('here');

  await jonas.goto('/settings/profile');
  await expect(here(maya, 'Jonas is here')).toBeHidden();
  await expect(person(maya, 'Jonas')).not.toContainText('here');
});

test('alone with an agent nobody is told to be here', async ({ as }) => {
  const [desktop, couch] = [await as('Maya', desk), await as('Maya', desk)];
  for (const page of [desktop, couch]) {
    await page.goto('/claw/chat');
    await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    await expect(page.getByRole('main').getByRole('img', { name: /here/ })).toHaveCount(0);
  }
});

test('whoever uses another window, or hides the tab, is not here', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await expect(here(maya, 'Jonas is here')).toBeVisible();

  const other = await useAnotherWindow(jonas);
  await expect(here(maya, 'Jonas is here')).toBeHidden();
  await other.close();
  await jonas.bringToFront();
  await expect(here(maya, 'Jonas is here')).toBeVisible();

  await setHidden(jonas, true);
  await expect(here(maya, 'Jonas is here')).toBeHidden();
  await setHidden(jonas, false);
  await expect(here(maya, 'Jonas is here')).toBeVisible();
});

test('all three tiers are said while somebody looks and only then; what is told goes on', async ({ as }) => {
  const page = await as('Maya', desk);
  const held = watchHeld(page);
  await page.goto('/claw/chat');
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  const conversation = /^\/kiloclaw\/[\w-]+\/[0-9A-Z]{26}$/;
  const tiers = [/^\/presence\/web$/, /^\/presence\/kiloclaw\/[\w-]+$/, /^\/presence\/kiloclaw\/[\w-]+\/[0-9A-Z]{26}$/];
  const heldOf = (patterns: RegExp[]) => patterns.map((pattern) => [...held].some((path) => pattern.test(path)));
  await expect.poll(() => heldOf([...tiers, conversation])).toEqual([true, true, true, true]);

  await setHidden(page, true);
  await expect.poll(() => heldOf([...tiers, conversation])).toEqual([false, false, false, true]);
  await setHidden(page, false);
  await expect.poll(() => heldOf([...tiers, conversation])).toEqual([true, true, true, true]);

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect.poll(() => heldOf([...tiers, conversation])).toEqual([true, false, false, false]);
});

test('with the connection goes what it told, and it comes back with it', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await expect(here(maya, 'Jonas is here')).toBeVisible();
  await server.kill();
  await expect(maya.getByText(/^Reconnecting/).first()).toBeVisible();
  await expect(here(maya, 'Jonas is here')).toBeHidden();
  await server.start();
  await expect(here(maya, 'Jonas is here')).toBeVisible({ timeout: 40_000 });
});

test('Maya sees that Jonas writes, and nothing in the log moves by it', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  const before = await placeOfLog(maya);
  await field(jonas).pressSequentially('Hello');
  await expect(writing(maya, 'Jonas is writing')).toBeVisible();
  await expect(person(maya, 'Jonas')).toContainText('writing');
  expect(await placeOfLog(maya)).toEqual(before);

  const stopped = jonas.waitForResponse(/conversations\.typingStop/);
  await field(jonas).fill('');
  await stopped;
  await expect(writing(maya, 'Jonas is writing')).toHaveCount(0);
  expect(await placeOfLog(maya)).toEqual(before);
  await expect(writing(jonas, 'Jonas is writing')).toHaveCount(0);
});

test('what Jonas has sent he no longer writes', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  await openTogether(server, [maya, jonas]);
  await field(jonas).pressSequentially('On my way');
  await expect(writing(maya, 'Jonas is writing')).toBeVisible();
  const stopped = jonas.waitForResponse(/conversations\.typingStop/);
  await field(jonas).press('Enter');
  await stopped;
  await expect(maya.getByRole('log').getByRole('article').filter({ hasText: 'On my way' })).toHaveCount(1);
  await expect(writing(maya, 'Jonas is writing')).toHaveCount(0);
});

test('alone with an agent nobody is told that one writes', async ({ as }) => {
  const page = await as('Maya', desk);
  const told: string[] = [];
  page.on('request', (request) => request.url().includes('conversations.typing') && told.push(request.url()));
  await page.goto('/claw/chat');
  await field(page).pressSequentially('Hello');
  await field(page).press('Enter');
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(3);
  expect(told).toEqual([]);
});

test('an agent that writes stands where its state stands, under the name that its owner knows', async ({
  as,
  server,
}) => {
  const maya = await as('Maya', desk);
  const conversationId = await openTogether(server, [maya]);
  const { sandboxId, key } = await agentKeyOf(server, conversationId);
  const say = async (what: 'typing' | 'typing/stop') => {
    const path = `/bot/v1/sandboxes/${sandboxId}/conversations/${conversationId}/${what}`;
    const answer = await fetch(server.url + path, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
    expect(answer.status, await answer.text()).toBe(200);
  };
  await say('typing');
  await expect(writing(maya, 'Guide is writing')).toBeVisible();
  await expect(details(maya)).toContainText('Online, writing');
  await say('typing/stop');
  await expect(writing(maya, 'Guide is online')).toBeVisible();
  await expect(details(maya)).not.toContainText('writing');
});

test('company is accessible in four themes, and on a phone it leaves the title its room', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas Weil', desk)];
  await openTogether(server, [maya, jonas]);
  await expect(here(maya, 'Jonas Weil is here')).toBeVisible();
  await expectAccessibleInAllThemes(maya);
  await maya.setViewportSize(phone.viewport);
  await field(jonas).pressSequentially('Hello');
  await expect(writing(maya, 'Jonas Weil is writing')).toBeVisible();
  await expectAccessible(maya);
  await expect(maya.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(here(maya, 'Jonas Weil is here')).toBeVisible();
  expect(await maya.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

/** Where the log and what it shows stand. */
async function placeOfLog(page: Page): Promise<unknown> {
  const log = page.getByRole('log');
  return {
    log: await log.boundingBox(),
    message: await log.getByRole('article').last().boundingBox(),
    scrolled: await log.evaluate((element) => element.scrollTop),
  };
}

/** The contexts that the page's socket has asked for and not let go. */
function watchHeld(page: Page): Set<string> {
  const held = new Set<string>();
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (!String(payload).startsWith('{')) return;
      const frame = JSON.parse(String(payload)) as { type: string; contexts: (string | { context: string })[] };
      const paths = frame.contexts.map((one) => (typeof one === 'string' ? one : one.context));
      for (const path of paths) {
        if (frame.type === 'context.subscribe') held.add(path);
        else held.delete(path);
      }
    });
  });
  return held;
}
