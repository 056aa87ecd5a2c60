import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { inDatabase } from '../in-database.ts';
import { busyHouse } from './busy-house.ts';
import { desk, type Stage } from './stage.ts';

/** The operator's pages, and what is left without a network. */
export async function operator(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const olu = await as('Olu Ade', { ...desk, serviceWorkers: 'allow' });
  await inDatabase(server, (sql) => sql`update users set is_operator = true where name = 'Olu Ade'`);
  await as('Jonas Weil Rindfleischetikettierungsueberwachung', desk);
  await busyHouse(server);
  await overviewAndSandboxes(olu, stage);
  await people(olu, stage);
  await organizations(olu, stage);
  await expect.poll(() => olu.evaluate(async () => (await caches.match('/offline')) !== undefined)).toBe(true);
  await olu.context().setOffline(true);
  await olu.goto('/settings/profile');
  await expect(olu.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await show('offline-page', olu);
}

async function overviewAndSandboxes(olu: Page, { show }: Stage): Promise<void> {
  await olu.goto('/admin/overview');
  await expect(olu.getByRole('table', { name: 'Health' })).toBeVisible();
  await show('admin-overview', olu);
  await olu.goto('/admin/sandboxes');
  await expect(olu.getByRole('link', { name: 'Harbor' }).first()).toBeVisible();
  await expect(olu.getByText('Usual life')).toBeVisible();
  await show('admin-sandboxes', olu);
  await olu.getByRole('searchbox').fill('zeppelin');
  await expect(olu.getByText('Nothing matches “zeppelin”.')).toBeVisible();
  await show('admin-sandboxes-none', olu);
  await olu.goto('/admin/sandboxes/ledger-02');
  await expect(olu.getByRole('table', { name: 'History' })).toBeVisible();
  await show('admin-sandbox', olu);
  await olu.getByRole('button', { name: 'Destroy…' }).click();
  await olu.getByRole('dialog').getByRole('button', { name: 'Destroy Ledger' }).click();
  await expect(olu.getByText('Say why.')).toBeVisible();
  await show('admin-sandbox-destroy', olu);
}

async function organizations(olu: Page, { server, show }: Stage): Promise<void> {
  await inDatabase(
    server,
    (sql) => sql`
      insert into organizations (id, name, message_days, created_at) values
        ('of-northlight', 'Northlight', 90, now()), ('of-nobody', 'Tidewater', null, now())
      on conflict (id) do update set created_at = now()`,
  );
  await inDatabase(
    server,
    (sql) => sql`
      insert into organization_members (organization_id, user_id, role)
      select 'of-northlight', id, case when name = 'Olu Ade' then 'owner' else 'member' end from users
      on conflict do nothing`,
  );
  await olu.goto('/admin/organizations');
  await expect(olu.locator('a[href="/organizations/of-northlight"]')).toBeVisible();
  await show('admin-organizations', olu);
  await olu.getByRole('searchbox', { name: 'Name or id' }).fill('zeppelin');
  await expect(olu.getByText('None matches “zeppelin”.')).toBeVisible();
  await show('admin-no-organization', olu);
}

async function people(olu: Page, { show }: Stage): Promise<void> {
  await olu.goto('/admin/people');
  const table = olu.getByRole('table', { name: 'People' });
  await expect(table.getByRole('row').nth(2)).toBeVisible();
  await show('admin-people', olu);
  await olu.getByRole('button', { name: 'Add a person' }).click();
  await olu.getByLabel('Name', { exact: true }).fill('Zoe Kim');
  await olu.getByRole('textbox', { name: 'E-mail', exact: true }).fill(`zoe-${Date.now()}@example.org`);
  await show('admin-add-person', olu);
  await olu.getByLabel('Reason').fill('She joins on Monday');
  await olu.getByRole('button', { name: 'Add a person' }).click();
  await expect(olu.getByRole('heading', { name: 'The link for Zoe Kim' })).toBeVisible();
  await show('admin-link-once', olu);
  await olu.getByRole('searchbox', { name: 'Name or e-mail' }).fill('zeppelin');
  await expect(olu.getByText('Nobody matches “zeppelin”.')).toBeVisible();
  await show('admin-nobody', olu);
  await olu.goto('/admin/people');
  await table.getByRole('link', { name: /^Jonas Weil Rind/ }).click();
  await expect(olu.getByRole('table', { name: 'Sessions' })).toBeVisible();
  await show('admin-person', olu);
  await olu.getByRole('button', { name: 'Disable' }).click();
  await expect(olu.getByRole('dialog').getByRole('button', { name: /^Disable Jonas/ })).toBeVisible();
  await show('admin-person-disable', olu);
}
