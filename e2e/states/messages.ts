import { must } from '#lib/std/must.ts';
import { expect } from '../fixtures.ts';
import { inDatabase } from '../in-database.ts';
import { pointAt, pressTool } from '../message-tools.ts';
import { fillLog } from '../together.ts';
import { articles, desk, field, log, meet, said, send, write, type Stage } from './stage.ts';

const answer = `## What 0043 changes

\`orders.placed_at\` becomes **timestamptz**; see [the plan](https://example.org/plan).

- a partial index on open orders replaces the full one, 1.2 GB → 90 MB
- [x] tried on staging

| table | rows |
|:------|-----:|
| orders | 4,812 |
| order_lines_of_a_table_with_a_long_name | 1,204,118 |

\`\`\`sql 0043_placed_at.sql
create index concurrently orders_open
  on orders (placed_at) where state = 'open'; -- 90 MB, and one line that is longer than any column of text
\`\`\`

> The old column stays for one release.`;

/** Words that no line of a phone holds. */
const longWords =
  'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz, muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine, https://registry.northlight.example/shop-api/manifests/sha256-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** What is said, by people and by an agent, and everything that can be done with it. */
export async function messages(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const [mira, jonas] = [await as('Mira Okafor', desk), await as('Jonas Weil', desk)];
  const { conversationId, harbor } = await meet(stage, [mira, jonas]);

  await write(mira, 'Take shop-api 2.14 to staging. What does 0043 change?');
  await expect(said(jonas, 'Take shop-api')).toBeVisible();
  const { messageId: answered } = await harbor.send({ conversationId, text: answer });
  await expect(articles(mira).last().locator('.text-code-keyword').first()).toBeVisible();
  await show('message-markdown', mira);

  await pressTool(said(jonas, 'Take shop-api').first(), 'Reply');
  await show('composer-reply', jonas);
  await write(jonas, 'On it. @Mira Okafor has the numbers, and @Nobody has not.');
  await expect(said(mira, 'On it')).toBeVisible();
  await write(jonas, longWords);
  await expect(said(mira, 'Rindfleisch')).toBeVisible();
  await show('message-reply-mention-long-words', mira);

  await pressTool(said(jonas, 'On it').first(), 'React');
  const picker = jonas.getByRole('dialog', { name: 'Choose a reaction' });
  await expect(picker.getByRole('searchbox')).toBeFocused();
  await show('reaction-picker', jonas);
  await jonas.keyboard.type('party');
  await jonas.keyboard.press('Enter');
  await expect(picker).toHaveCount(0);
  const party = said(mira, 'On it').getByRole('button', { name: /^🎉 from/ });
  await party.click();
  await expect(party).toHaveAttribute('aria-pressed', 'true');
  await pointAt(said(mira, 'Take shop-api').first());
  await show('message-reactions-tools', mira);

  await write(mira, 'Take 2.14 to production');
  await expect(said(jonas, 'to production')).toBeVisible();
  await field(mira).press('ArrowUp');
  await expect(field(mira)).toHaveValue('Take 2.14 to production');
  await show('composer-editing', mira);
  await write(mira, 'Take 2.14.0 to production, then tell Priya');
  await said(mira, '2.14.0').getByRole('button', { name: 'What changed' }).click();
  await expect(mira.getByRole('dialog', { name: 'What changed' }).locator('ins').first()).toBeVisible();
  await show('message-what-changed', mira);
  await mira.keyboard.press('Escape');

  await pressTool(said(mira, '2.14.0').first(), 'More');
  await expect(mira.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
  await show('message-menu', mira);
  await mira.getByRole('menuitem', { name: 'Delete' }).click();
  const question = mira.getByRole('group', { name: 'Delete message' });
  await expect(question.getByRole('button', { name: 'Keep' })).toBeFocused();
  await show('message-delete-question', mira);
  await question.getByRole('button', { name: 'Delete message' }).click();
  await expect(said(mira, 'Mira Okafor deleted a message')).toBeVisible();
  await show('message-deleted', mira);

  await write(mira, 'And tell Priya when it is up.');
  await expect(said(jonas, 'And tell Priya')).toBeVisible();
  const told = await harbor.listMessages({ conversationId, limit: 1 });
  const messageId = must(told.messages[0], 'the last message').id;
  await inDatabase(
    server,
    (sql) => sql`
      update messages set next_try_at = now() + interval '5 minutes', delivery_seq = 1 where id = ${messageId}`,
  );
  await mira.reload();
  await expect(said(mira, 'And tell Priya')).toContainText('Harbor hasn’t got this yet. Next try in 5 min');
  await show('message-not-there-yet', mira);
  await harbor.messageFailed({ conversationId, messageId });
  await expect(said(mira, 'And tell Priya')).toContainText('Never reached Harbor.');
  await expect(said(jonas, 'And tell Priya')).toContainText('Never reached Harbor.');
  await expect(said(jonas, 'And tell Priya').getByRole('button', { name: 'Deliver again' })).toHaveCount(0);
  await show('message-not-delivered', mira);
  await said(mira, 'And tell Priya').getByRole('button', { name: 'Deliver again' }).click();
  await expect(said(mira, 'And tell Priya')).not.toContainText('Never reached');

  await mira.goto(`/claw/chat/${conversationId}?message=${answered}`);
  await expect(mira.locator('[data-found=true]')).toBeVisible();
  await show('message-found', mira);
}

/** An answer from its first caret to its end. */
export async function streams(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const mira = await as('Mira Okafor', desk);
  const { conversationId, harbor } = await meet(stage, [mira]);
  await harbor.setStatus({ online: false, at: Date.now() });
  await expect(mira.getByText('Harbor is offline').filter({ visible: true }).first()).toBeVisible();
  await show('composer-agent-offline', mira);
  await harbor.setStatus({ online: true, at: Date.now() });
  await write(mira, 'Can we go back?');
  const { messageId } = await harbor.open({ conversationId });
  const answer = log(mira).locator('article[aria-busy=true]');
  await expect(answer).toBeVisible();
  await show('message-thinking', mira);
  await harbor.append({ conversationId, messageId }, { offset: 0, text: 'The old column stays for one release, so' });
  await expect(answer).toContainText('one release');
  await show('message-streaming', mira);
  const asked = mira.waitForResponse(/messages\.stop/);
  await pressTool(answer, 'Stop');
  await asked;
  // The agent has ten seconds for a last word, and nobody waits for them.
  await inDatabase(
    server,
    (sql) => sql`update messages set stop_requested_at = now() - interval '1 minute' where id = ${messageId}`,
  );
  await expect(said(mira, 'one release')).toContainText('Stopped here');
  await mira.mouse.move(0, 0);
  await show('message-interrupted', mira);
}

/** What is on its way, and what doesn't arrive. */
export async function outbox(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const mira = await as('Mira Okafor', desk);
  await meet(stage, [mira]);
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  await mira.route('**/api/trpc/messages.send', async (route) => {
    await mayGo;
    await route.continue();
  });
  await write(mira, 'And tell Priya when it is up.');
  await expect(said(mira, 'And tell Priya')).toContainText('Sending');
  await show('message-sending', mira);
  letGo();
  await expect(said(mira, 'And tell Priya')).not.toContainText('Sending');
  await mira.unroute('**/api/trpc/messages.send');

  await mira.route('**/api/trpc/messages.send', (route) => route.fulfill({ status: 403, json: refusal }));
  await write(mira, 'Is it up?');
  await expect(said(mira, 'Is it up?')).toContainText('Not sent.');
  await mira.unroute('**/api/trpc/messages.send');
  await mira.route('**/api/trpc/messages.send', (route) => route.abort());
  await write(mira, 'Hello?');
  await expect(said(mira, 'Hello?')).toContainText('May not have arrived');
  await show('message-failed-unconfirmed', mira);
  await mira.unroute('**/api/trpc/messages.send');
  await mira.getByRole('button', { name: 'Send again' }).click();
  await expect(said(mira, 'Hello?')).not.toContainText('May not');

  await mira.context().setOffline(true);
  await write(mira, 'Then I wait.');
  await write(mira, 'With patience.');
  await expect(said(mira, 'Then I wait.')).toContainText('Waits here until you are back online');
  await expect(mira.getByText('Offline.')).toBeVisible();
  await show('connection-offline-queued', mira);
  await mira.context().setOffline(false);
  await expect(mira.getByText('Connected', { exact: true })).toBeVisible();

  await server.kill();
  await expect(mira.getByText(/^Reconnecting in/).first()).toBeVisible();
  await show('connection-reconnecting', mira);
  await server.start();
  await expect(mira.getByText('Connected', { exact: true })).toBeVisible({ timeout: 40_000 });

  const elsewhere = await as('Mira Okafor', desk);
  await send(elsewhere, server, new URL(mira.url()).pathname.split('/').at(-1) ?? '', 'From elsewhere');
  await elsewhere.goto('/settings/devices');
  await elsewhere.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(mira.getByText('Signed out.')).toBeVisible();
  await show('connection-signed-out', mira);
}

const refusal = {
  error: { message: 'You left this conversation.', data: { code: 'forbidden', requestId: null, issues: null } },
};

/** One message, changed in two places at once. */
export async function conflict(stage: Stage): Promise<void> {
  const { as, show } = stage;
  const [couch, table] = [await as('Mira Okafor', desk), await as('Mira Okafor', desk)];
  const { conversationId } = await meet(stage, [couch]);
  await table.goto(`/claw/chat/${conversationId}`);
  await write(couch, 'Take it to staging');
  await expect(said(table, 'Take it to staging')).toBeVisible();
  await field(couch).press('ArrowUp');
  await field(table).press('ArrowUp');
  await write(table, 'Take it to production');
  await expect(couch.getByText('Changed elsewhere while you edited here')).toBeVisible();
  await show('composer-edited-elsewhere', couch);
  await write(couch, 'Take it to the test bench');
  await expect(couch.getByRole('dialog', { name: 'Changed in two places' })).toBeVisible();
  await show('message-conflict', couch);
}

/** What has come while one looked elsewhere, and what is below. */
export async function news(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const [mira, jonas] = [await as('Mira Okafor', desk), await as('Jonas Weil', desk)];
  const { conversationId, harbor } = await meet(stage, [mira, jonas]);
  await mira.goto('/settings/profile');
  await fillLog(server, conversationId, 60);
  await send(jonas, server, conversationId, 'Look who is here.');
  await mira.goto(`/claw/chat/${conversationId}`);
  // In the log: what a page still carries in on its way stands beside it for a moment, unseen.
  await expect(log(mira).getByText(/^New since/)).toBeVisible();
  await show('unread-line', mira);
  await articles(mira).last().hover();
  await mira.mouse.wheel(0, -1_500);
  await expect(mira.getByRole('button', { name: 'Go to the newest message' })).toBeVisible();
  await show('pill-arrow', mira);
  await harbor.send({ conversationId, text: 'Staging answers with 2.14.0.' });
  await send(jonas, server, conversationId, 'And two more.');
  await expect(mira.getByRole('button', { name: /2 new/ })).toBeVisible();
  await show('pill-new', mira);
  await field(jonas).pressSequentially('I');
  await expect(mira.getByText('Jonas Weil is writing').filter({ visible: true }).first()).toBeVisible();
  await show('company-writing', mira);
}
