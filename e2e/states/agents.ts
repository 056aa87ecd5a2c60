import { must } from '#lib/std/must.ts';
import { Receiver } from '#server/testing/receiver.ts';
import { expect } from '../fixtures.ts';
import { inDatabase } from '../in-database.ts';
import { tryNow } from '../try-now.ts';
import { desk, field, said, write, type Stage } from './stage.ts';

/** A bot of one's own, from its first key to what it never got. */
export async function agents({ as, server, show }: Stage): Promise<void> {
  await using receiver = await Receiver.open();
  const mira = await as('Mira Okafor', desk);
  await mira.goto('/claw/new');
  await mira.getByRole('radio', { name: 'My own bot' }).check();
  await mira.getByLabel('Name').fill('Ledger');
  await mira.getByRole('button', { name: 'Create Ledger' }).click();
  await expect(mira.getByRole('heading', { name: 'Connect Ledger' })).toBeVisible();
  await show('new-agent-own-bot', mira);
  const settings = must(
    await mira.getByRole('link', { name: 'Its settings and keys' }).getAttribute('href'),
    'its settings',
  );
  const conversation = must(
    await mira.getByRole('link', { name: 'Open its conversation' }).getAttribute('href'),
    'a conversation',
  );
  const sandboxId = must(settings.split('/')[2], 'its id');

  await mira.goto(settings);
  await expect(mira.getByRole('button', { name: 'Send them there' })).toBeVisible();
  await show('agent-settings', mira);
  await mira.getByLabel('Address').fill('https://10.0.0.7/hook');
  await mira.getByRole('button', { name: 'Send them there' }).click();
  await expect(mira.getByLabel('Address')).toHaveAccessibleDescription(/private/);
  await show('agent-address-refused', mira);
  await mira.getByLabel('Address').fill(receiver.url);
  await mira.getByRole('button', { name: 'Send them there' }).click();
  await expect(mira.getByRole('region', { name: 'The secret that signs them' })).toBeFocused();
  await show('agent-secret-once', mira);
  await mira.getByRole('button', { name: 'I have it' }).click();
  await mira.getByRole('button', { name: 'Ask for a sign of life' }).click();
  await expect(mira.getByText(/^It answered after/)).toBeVisible();
  await mira.getByRole('button', { name: 'New secret' }).click();
  await expect(mira.getByText(/^The secret before signs/)).toBeVisible();
  await mira.getByRole('button', { name: 'I have it' }).click();
  await show('agent-address', mira);
  await mira.getByRole('button', { name: 'Remove the address' }).click();
  await show('agent-address-remove', mira);

  await mira.goto(conversation);
  await expect(field(mira)).toBeFocused();
  await write(mira, 'Close the books of October.');
  await expect.poll(() => receiver.messageIds.length).toBe(1);
  receiver.behave = () => 502;
  await write(mira, 'And send Priya the sums.');
  await expect.poll(() => receiver.messageIds.length).toBe(2);
  await write(mira, 'Then tell me.');
  await tryNow(server, sandboxId, 1, 2);
  await expect(said(mira, 'And send Priya')).toContainText('Ledger hasn’t got this yet');
  await show('message-late', mira);
  await mira.goto(`/claw/${sandboxId}/deliveries`);
  await expect(mira.getByText(/^Answered 502\. Next try in/).filter({ visible: true })).toHaveCount(1);
  await show('deliveries', mira);
  await mira.getByRole('button', { name: 'Message', exact: true }).nth(1).click();
  await expect(mira.getByRole('group', { name: 'What it says' })).toBeVisible();
  await show('delivery', mira);
  await tryNow(server, sandboxId, 3, 9);
  await expect(async () => {
    await mira.reload();
    await expect(mira.getByText('Given up, 1')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await mira.getByText('Given up, 1').click();
  await expect(mira.getByRole('table', { name: 'Deliveries' }).getByRole('row')).toHaveCount(2);
  await show('deliveries-given-up', mira);
  await inDatabase(
    server,
    (sql) => sql`update bot_endpoints set disabled_at = now(), disabled_why = 'gone' where sandbox_id = ${sandboxId}`,
  );
  await mira.goto(settings);
  await expect(mira.getByText(/^It answered that it is gone/)).toBeVisible();
  await mira.getByRole('button', { name: 'Stop' }).click();
  await expect(mira.getByRole('button', { name: 'Start' })).toBeVisible();
  await show('agent-stopped-and-gone', mira);
}
