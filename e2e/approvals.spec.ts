import type { Locator, Page } from '@playwright/test';
import postgres from 'postgres';
import type { ActionsBlock } from '#lib/contract/blocks.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import type { TestServer } from './server.ts';
import { agentKeyOf, fillLog, openTogether, organize } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const card = (page: Page) => page.getByRole('group', { name: 'Guide asks to run a command' }).last();
const button = (page: Page, name: string) => card(page).getByRole('button', { name, exact: true });
const spoken = (page: Page, words: string | RegExp) =>
  page.getByRole('log').getByRole('status').filter({ hasText: words });

const command = 'kubectl -n staging set image deploy/shop-api api=registry.northlight.example/shop-api:2.14.0';
const scope = 'kubectl set image, any arguments, this agent, until revoked';
const question: ActionsBlock = {
  type: 'actions',
  groupId: 'run',
  actions: [
    { label: 'Deny', style: 'danger', value: 'deny' },
    { label: 'Always allow', style: 'secondary', value: 'allow-always' },
    { label: 'Allow once', style: 'primary', value: 'allow-once' },
  ],
  request: {
    kind: 'exec',
    title: 'Run a command',
    command,
    where: 'harbor-01, as deploy',
    why: 'Puts 2.14.0 on staging behind the gate.',
    alwaysScope: scope,
  },
};

/** The conversation's agent, as a test speaks in its name. */
async function agentOf(server: TestServer, conversationId: string) {
  const { sandboxId, key } = await agentKeyOf(server, conversationId);
  return {
    async asks(fields: Partial<ActionsBlock> = {}): Promise<string> {
      const words = { type: 'text', text: 'The rollout needs one of you:' };
      const answer = await fetch(`${server.url}/bot/v1/sandboxes/${sandboxId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ conversationId, content: [words, { ...question, ...fields }] }),
      });
      expect(answer.status, await answer.clone().text()).toBe(201);
      return ((await answer.json()) as { messageId: string }).messageId;
    },
  };
}

/** These two decide, of all who are in it. */
async function nameApprovers(server: TestServer, conversationId: string, names: readonly string[]): Promise<void> {
  const sql = postgres({ ...server.database, max: 1 });
  await sql`
    insert into sandbox_approvers (sandbox_id, user_id)
    select c.sandbox_id, m.member_id from conversations c
    join conversation_members m on m.conversation_id = c.id join users u on u.id = m.member_id
    where c.id = ${conversationId} and u.name = any(${[...names]})`;
  await sql.end();
}

/** No question may stand for less than half a minute, and no test waits for one. */
async function endIn(server: TestServer, messageId: string, seconds: number): Promise<void> {
  const sql = postgres({ ...server.database, max: 1 });
  await sql`update approvals set expires_at = now() + ${seconds} * interval '1 second' where message_id = ${messageId}`;
  await sql.end();
}

test('Maya allows, Jonas sees it at once, and who was slower is told by how much', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  const conversationId = await openTogether(server, [maya, jonas]);
  await organize(server, conversationId, [maya, jonas]);
  await nameApprovers(server, conversationId, ['Maya', 'Jonas']);
  for (const page of [maya, jonas]) await page.reload();
  await (await agentOf(server, conversationId)).asks();
  await expect(card(maya)).toContainText('You and Jonas may decide. The first answer counts.');
  await expect(card(jonas)).toContainText('You and Maya may decide. The first answer counts.');

  // Jonas's page hears of it only after he has pressed: both were looking at the same yellow card.
  await jonas.routeWebSocket(/connect/, (socket) => socket.close());
  await jonas.reload();
  await expect(button(jonas, 'Allow once')).toBeVisible();
  const height = (await card(maya).boundingBox())?.height;
  await button(maya, 'Allow once').click();
  await expect(card(maya)).toContainText('You allowed this once');
  await expect(card(maya)).toContainText(command);
  expect((await card(maya).boundingBox())?.height, 'nothing moves under the hand').toBe(height);
  await expect(button(jonas, 'Deny')).toBeVisible();
  await button(jonas, 'Deny').click();
  await expect(card(jonas)).toContainText('Maya allowed this once');
  await expect(card(jonas)).toContainText(/before you/i);
  await expect(card(jonas).getByRole('button')).toHaveCount(0);
});

test('Jonas denies on his desk, and Maya sees it without doing anything; Zoe never had a button', async ({
  as,
  server,
}) => {
  const [maya, jonas, zoe] = [await as('Maya', desk), await as('Jonas', desk), await as('Zoe', desk)];
  const conversationId = await openTogether(server, [maya, jonas, zoe]);
  await organize(server, conversationId, [maya, jonas, zoe]);
  await nameApprovers(server, conversationId, ['Maya', 'Jonas']);
  for (const page of [maya, jonas, zoe]) await page.reload();
  await (await agentOf(server, conversationId)).asks();
  await expect(card(zoe)).toContainText(command);
  await expect(card(zoe)).toContainText(/(Maya or Jonas|Jonas or Maya) decides. You see the answer here./);
  await expect(card(zoe).getByRole('button')).toHaveCount(0);
  await button(jonas, 'Deny').click();
  await expect(card(jonas)).toContainText('You denied this');
  await expect(card(maya)).toContainText('Jonas denied this');
  await expect(card(zoe)).toContainText('Jonas denied this');
  await expect(spoken(zoe, 'Jonas denied this')).toHaveCount(1);
});

test('always is said in words before it is allowed, and can be taken back', async ({ as, server }) => {
  const maya = await as('Maya', desk);
  await (await agentOf(server, await openTogether(server, [maya]))).asks();
  await button(maya, 'Always allow').click();
  await expect(card(maya)).toContainText(`Always: ${scope}`);
  await expect(button(maya, 'Back')).toBeFocused();
  await maya.keyboard.press('Escape');
  await expect(button(maya, 'Always allow')).toBeFocused();
  await maya.keyboard.press('Space');
  await button(maya, 'Allow always').click();
  await expect(card(maya)).toContainText('You always allow this');
  await maya.reload();
  await expect(card(maya)).toContainText('You always allow this');
});

test('Enter allows nothing; by key one comes through the command to the answers in their order', async ({
  as,
  server,
}) => {
  const maya = await as('Maya', desk);
  await (await agentOf(server, await openTogether(server, [maya]))).asks();
  await card(maya).getByRole('group', { name: 'Command' }).focus();
  for (const name of ['Allow once', 'Always allow', 'Deny']) {
    await maya.keyboard.press('Tab');
    await expect(button(maya, name)).toBeFocused();
  }
  await maya.keyboard.press('Shift+Tab');
  await maya.keyboard.press('Enter');
  await expect(button(maya, 'Allow always')).toHaveCount(0);
  await maya.keyboard.press('Shift+Tab');
  await maya.keyboard.press('Enter');
  await expect(card(maya)).toContainText('Enter allows nothing.');
  await expect(button(maya, 'Allow once')).toBeFocused();
  await maya.keyboard.press('Space');
  await expect(card(maya)).toContainText('You allowed this once');
  await expect(card(maya), 'the focus stays in the card').toBeFocused();
});

test('an answer that was lost is asked for again and decides once', async ({ as, server }) => {
  const maya = await as('Maya', desk);
  await (await agentOf(server, await openTogether(server, [maya]))).asks();
  const operations: string[] = [];
  await maya.route('**/messages.executeAction', async (route) => {
    operations.push((route.request().postDataJSON() as { operationId: string }).operationId);
    if (operations.length > 1) return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  await button(maya, 'Allow once').click();
  await expect(card(maya)).toContainText('You allowed this once');
  expect(new Set(operations).size).toBe(1);
});

test('offline nothing is decided, and nothing is decided later', async ({ as, server }) => {
  const maya = await as('Maya', desk);
  await (await agentOf(server, await openTogether(server, [maya]))).asks();
  let asked = 0;
  // The card's own code comes with the first one.
  await expect(button(maya, 'Allow once')).toBeEnabled();
  await maya.context().setOffline(true);
  await button(maya, 'Allow once').click();
  await expect(card(maya)).toContainText("Not sent: you are offline. It isn't sent later by itself.");
  maya.on('request', (request) => (asked += Number(request.url().includes('executeAction'))));
  await maya.context().setOffline(false);
  await expect(maya.getByText('Connected', { exact: true })).toBeVisible();
  await expect(button(maya, 'Allow once')).toBeEnabled();
  expect(asked).toBe(0);
  await button(maya, 'Deny').click();
  await expect(card(maya)).toContainText('You denied this');
});

test('what nobody answered in time was not run, also for who presses too late', async ({ as, server }) => {
  const [maya, couch] = [await as('Maya', desk), await as('Maya', desk)];
  const conversationId = await openTogether(server, [maya]);
  await couch.goto(`/claw/chat/${conversationId}`);
  const messageId = await (await agentOf(server, conversationId)).asks();
  await expect(button(couch, 'Allow once')).toBeVisible();
  await endIn(server, messageId, -1);
  await button(maya, 'Allow once').click();
  await expect(card(maya)).toContainText('Expired. Nothing was run');
  await expect(card(couch)).toContainText('Expired. Nothing was run');
  await expect(card(couch).getByRole('button')).toHaveCount(0);
});

test('a reader of the screen is told that a question came and that a minute is left, and no seconds', async ({
  as,
  server,
}) => {
  const maya = await as('Maya', desk);
  const conversationId = await openTogether(server, [maya]);
  const messageId = await (await agentOf(server, conversationId)).asks();
  await expect(spoken(maya, 'Guide asks to run a command, 10 minutes left')).toHaveCount(1);
  await expect(card(maya)).toHaveAttribute('aria-live', 'off');
  await endIn(server, messageId, 63);
  await maya.reload();
  await expect(spoken(maya, /^1 minute left$/)).toHaveCount(1);
  await expect(card(maya).getByText(/0:5\d left/)).toHaveCSS('font-weight', '700');
});

test('a clock that is three hours ahead counts the right seconds', async ({ as, server }) => {
  const maya = await as('Maya', desk);
  await maya.clock.install({ time: Date.now() + 3 * 3_600_000 });
  await (await agentOf(server, await openTogether(server, [maya]))).asks();
  await expect(card(maya).getByText(/^(10:00|9:5\d) left$/)).toBeVisible();
});

test('a character that nobody can see is shown by its number, and the whole command is copied as it is', async ({
  as,
  server,
}) => {
  const maya = await as('Maya', { ...desk, permissions: ['clipboard-read', 'clipboard-write'] });
  const request = { kind: 'exec', title: 'Tidy up', command: `rm \u202Efdp.exe ${'x'.repeat(600)}` };
  await (
    await agentOf(server, await openTogether(server, [maya]))
  ).asks({ request, actions: [...question.actions].filter(({ value }) => value !== 'allow-always') });
  const box = card(maya).getByRole('group', { name: 'Command' });
  await expect(box).toContainText('rm U+202Efdp.exe');
  expect(await box.evaluate((element) => element.scrollWidth <= element.clientWidth), 'it wraps').toBe(true);
  await box.focus();
  await maya.keyboard.press('Control+c');
  expect(await maya.evaluate(() => navigator.clipboard.readText())).toBe(request.command);
  await expect(card(maya)).toContainText('Tidy up');
});

test('without a request the text above is the question', async ({ as, server }) => {
  const maya = await as('Maya', desk);
  const actions = question.actions.filter(({ value }) => value !== 'allow-always');
  await (await agentOf(server, await openTogether(server, [maya]))).asks({ request: null, actions });
  const plain = maya.getByRole('group', { name: 'Guide asks for permission' });
  await plain.getByRole('button', { name: 'Deny' }).click();
  await expect(plain).toContainText('You denied this');
});

test('cards are accessible in four themes, and on a phone every answer is under a thumb', async ({ as, server }) => {
  test.slow(); // two pages, one of them in four themes twice
  const [maya, pocket] = [await as('Maya', desk), await as('Maya', phone)];
  const conversationId = await openTogether(server, [maya]);
  const agent = await agentOf(server, conversationId);
  await agent.asks();
  await button(maya, 'Deny').click();
  await expect(card(maya)).toContainText('You denied this');
  await agent.asks({ groupId: 'second' });
  await expect(button(maya, 'Allow once')).toBeVisible();
  await expectAccessibleInAllThemes(maya);
  await button(maya, 'Always allow').click();
  await expectAccessible(maya);

  await pocket.goto(`/claw/chat/${conversationId}`);
  await expect(button(pocket, 'Allow once')).toBeVisible();
  const [once, always, deny] = await Promise.all(
    ['Allow once', 'Always allow', 'Deny'].map(async (name) => button(pocket, name).boundingBox()),
  );
  for (const box of [once, always, deny]) expect(box?.height).toBeGreaterThanOrEqual(44);
  expect(once?.width).toBeGreaterThan(280);
  expect(always?.y).toBe(deny?.y);
  expect(always?.y).toBeGreaterThan((once?.y ?? 0) + 40);
  expect(await pocket.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await button(pocket, 'Allow once').tap();
  await expect(card(pocket)).toContainText('You allowed this once');
});

test('on a phone nothing lies over an answer at the end of the log, and the way back to it has room for a finger', async ({
  as,
  server,
}) => {
  const maya = await as('Maya', phone);
  const conversationId = await openTogether(server, [maya]);
  await fillLog(server, conversationId, 40);
  await (await agentOf(server, conversationId)).asks();
  await maya.reload();
  await expect(button(maya, 'Allow once')).toBeVisible();
  const log = maya.getByRole('log');
  const back = maya.getByRole('button', { name: 'Go to the newest message' });
  await log.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await expect(back).toHaveCount(0);
  for (const name of ['Allow once', 'Always allow', 'Deny']) expect(await isOnTop(button(maya, name), 0)).toBe(true);

  await log.evaluate((element) => (element.scrollTop -= 200));
  await expect(back).toBeVisible();
  expect(await back.boundingBox()).toMatchObject({ width: 32, height: 32 });
  expect([await isOnTop(back, 21), await isOnTop(back, 23)]).toEqual([true, false]);
  await expectAccessible(maya);
  await back.tap();
  await expect(back).toHaveCount(0);
});

/** Whether a finger meets it at its middle, and so many pixels above and left of that. */
async function isOnTop(target: Locator, off: number): Promise<boolean> {
  return target.evaluate((node, away) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const hits = [0, away].map((by) => document.elementFromPoint(x + width / 2 - by, y + height / 2 - by));
    return hits.every((hit) => hit !== null && node.contains(hit));
  }, off);
}
