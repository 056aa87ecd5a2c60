import type { Page } from '@playwright/test';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { must } from '#lib/std/must.ts';
import { PushService } from '#server/testing/push-service.ts';
import { actionsBlock } from '#server/testing/question.ts';
import { expect, test } from './fixtures.ts';
import { giveSubscription } from './subscription.ts';
import { agentKeyOf } from './together.ts';

const question = (page: Page) => page.getByText('Be told here when an agent answers or needs you.');

/** A browser that has not been asked yet, says yes when it is, and remembers that. */
function willSayYes(): void {
  const said = () => sessionStorage.getItem('said-in-this-test') ?? 'default';
  Object.defineProperty(Notification, 'permission', { get: said });
  Notification.requestPermission = async () => {
    sessionStorage.setItem('said-in-this-test', 'granted');
    return 'granted';
  };
}

test('who says yes where they are asked is told from then on, and is asked no more', async ({ as }) => {
  await using service = await PushService.open({ isSecure: false });
  const page = await as('Maya', { serviceWorkers: 'allow' });
  await page.addInitScript(willSayYes);
  const browser = await giveSubscription(page, service);
  await page.goto('/claw/chat');
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await page.getByRole('textbox', { name: 'Message' }).fill('what this is');
  await page.keyboard.press('Enter');
  await expect(question(page)).toBeVisible();
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(question(page)).toHaveCount(0);
  await page.goto('/settings/notifications');
  await expect(page.getByRole('switch', { name: 'Notifications in this browser' })).toBeChecked();
  await page.getByRole('button', { name: /^Send a test to/ }).click();
  expect((await service.first(1, browser))[0]?.push.tag).toBe('test');
});

test('an agent that asks while nobody looks is a reason to be asked, and one that asks before somebody’s eyes is none', async ({
  as,
  server,
}) => {
  const page = await as('Maya', { serviceWorkers: 'allow' });
  await page.addInitScript(willSayYes);
  await page.goto('/claw/chat');
  await expect(page).toHaveURL(/\/claw\/chat\/[0-9A-Z]{26}$/);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  const conversationId = must(new URL(page.url()).pathname.split('/').at(-1), 'a conversation');
  const agent = new BotApi({ url: server.url, ...(await agentKeyOf(server, conversationId)) });
  const ask = (groupId: string) => agent.send({ conversationId, text: '', blocks: [actionsBlock({ groupId })] });
  const cards = page.getByRole('log').getByRole('button', { name: 'Allow once' });
  await ask('seen');
  await expect(cards).toHaveCount(1);
  await expect(question(page)).toHaveCount(0);
  await page.evaluate(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));
  await ask('unseen');
  await expect(question(page)).toBeVisible();
});
