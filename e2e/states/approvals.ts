import type { Page } from '@playwright/test';
import type { ActionsBlock } from '#lib/contract/blocks.ts';
import { expect } from '../fixtures.ts';
import { inDatabase } from '../in-database.ts';
import { desk, log, meet, type House, type Stage } from './stage.ts';

const request = {
  kind: 'exec',
  title: 'Run a command',
  command:
    'kubectl -n staging set image deploy/shop-api api=registry.northlight.example/shop-api@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  where: 'harbor-01, as deploy',
  why: 'Puts 2.14.0 on staging behind the gate. 2.13.4 stays up until it passes.',
  alwaysScope: '`kubectl set image`, any arguments, this agent, until revoked',
};
const actions: ActionsBlock['actions'] = [
  { label: 'Allow once', style: 'primary', value: 'allow-once' },
  { label: 'Always allow', style: 'secondary', value: 'allow-always' },
  { label: 'Deny', style: 'danger', value: 'deny' },
];

const cards = (page: Page) => log(page).locator('[data-approval]');
const card = (page: Page) => cards(page).last();
const button = (page: Page, name: string) => card(page).getByRole('button', { name, exact: true });

/** A question and everything that may become of it. */
export async function approvals(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const [mira, jonas, zoe] = [await as('Mira Okafor', desk), await as('Jonas Weil', desk), await as('Zoe Kim', desk)];
  const house = await meet(stage, [mira, jonas, zoe]);
  const { conversationId, harbor } = house;
  await inDatabase(
    server,
    (sql) => sql`
      insert into sandbox_approvers (sandbox_id, user_id)
      select ${house.sandboxId}, m.member_id from conversation_members m join users u on u.id = m.member_id
      where m.conversation_id = ${conversationId} and u.name <> 'Zoe Kim'`,
  );
  for (const page of [mira, jonas, zoe]) await page.reload();
  const asks = async (number: number, of = request) => {
    const messageId = await askIn(server.url, house, number, of);
    await expect(cards(mira)).toHaveCount(number);
    return messageId;
  };

  await asks(1);
  await expect(button(mira, 'Allow once')).toBeEnabled();
  await show('approval-pending', mira);
  await expect(card(zoe)).toContainText('You see the answer here.');
  await show('approval-not-yours', zoe);
  await button(mira, 'Always allow').click();
  await expect(button(mira, 'Allow always')).toBeVisible();
  await show('approval-always-question', mira);
  await button(mira, 'Allow always').click();
  await expect(card(mira)).toContainText('You always allow this');

  const short = await asks(2);
  await endIn(stage, short, 40);
  await mira.reload();
  await expect(card(mira).getByText(/0:[0-3]\d left/)).toBeVisible();
  await button(mira, 'Deny').scrollIntoViewIfNeeded();
  await show('approval-under-a-minute', mira);
  await endIn(stage, short, -1);
  await button(jonas, 'Allow once').click();
  await expect(card(mira)).toContainText('Expired');

  await asks(3);
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  await mira.route('**/messages.executeAction', async (route) => {
    await mayGo;
    await route.continue();
  });
  await button(mira, 'Allow once').click();
  await expect(card(mira)).toContainText('Allowing…');
  await show('approval-deciding', mira);
  await button(jonas, 'Deny').click();
  await expect(card(jonas)).toContainText('You denied this');
  letGo();
  await expect(card(mira)).toContainText(/before you/i);
  await mira.unroute('**/messages.executeAction');

  const undone = await asks(4);
  await button(mira, 'Allow once').click();
  await expect(card(mira)).toContainText('You allowed this once');
  await harbor.deliveryFailed({ conversationId, messageId: undone, groupId: 'run-4' });
  await expect(card(mira)).toContainText('then undone');
  await show('approval-expired-faster-undone', mira);

  await asks(5, { ...request, command: `rm -r ${'/very/long/path'.repeat(20)} \u202Efdp.exe` });
  await button(mira, 'Allow once').click();
  await expect(card(mira)).toContainText('You allowed this once');
  await asks(6);
  await mira.route('**/messages.executeAction', (route) => route.abort());
  await button(mira, 'Allow once').click();
  await expect(card(mira)).toContainText('No answer came, so it may have counted.', { timeout: 20_000 });
  await show('approval-allowed-may-have-counted', mira);
}

async function askIn(url: string, { conversationId, sandboxId, key }: House, number: number, of: typeof request) {
  const block = { type: 'actions', groupId: `run-${number}`, actions, request: of };
  const answer = await fetch(`${url}/bot/v1/sandboxes/${sandboxId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ conversationId, content: [{ type: 'text', text: 'The rollout needs one of you:' }, block] }),
  });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return ((await answer.json()) as { messageId: string }).messageId;
}

/** No question may stand for less than half a minute, and nobody waits for one. */
async function endIn({ server }: Stage, messageId: string, seconds: number): Promise<void> {
  await inDatabase(
    server,
    (sql) => sql`
      update approvals set expires_at = now() + ${seconds} * interval '1 second' where message_id = ${messageId}`,
  );
}
