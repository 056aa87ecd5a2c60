import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { getStuck, operatorAs, resetSettings } from '../stuck.ts';
import { inDatabase } from '../in-database.ts';
import { ask, desk, type Stage } from './stage.ts';

/** What operators look at when something is stuck, what they set, and what they say to everybody. */
export async function operations(stage: Stage): Promise<void> {
  const { as, stranger, server, show } = stage;
  const olu = await operatorAs({ as, server }, 'Olu Ade', desk);
  const mira = await as('Mira Okafor', desk);
  const { sandboxId, conversationId, deliveryId, pushId } = await getStuck(server, mira, 'Harbor');
  await ask(olu, server, 'admin.disableEndpoint', { sandboxId, reason: 'It answers everything with 500 since noon.' });

  await open(olu, '/admin/conversations', 'Conversations');
  await show('admin-conversations', olu);
  await open(olu, '/admin/conversations?search=nobody', 'Conversations');
  await expect(olu.getByText('No conversation has to do with “nobody”.')).toBeVisible();
  await show('admin-conversations-none', olu);
  await open(olu, `/admin/conversations/${conversationId}`, 'Conversation');
  await expect(olu.getByRole('table', { name: 'Who is in it' })).toBeVisible();
  await show('admin-conversation', olu);

  await open(olu, '/admin/deliveries', 'Deliveries');
  await expect(olu.getByRole('table', { name: 'Deliveries' })).toBeVisible();
  await show('admin-deliveries', olu);
  await open(olu, `/admin/deliveries?sandbox=${sandboxId}`, 'Deliveries');
  await expect(olu.getByText('Disabled by an operator')).toBeVisible();
  await show('admin-deliveries-of-one', olu);
  await open(olu, `/admin/deliveries/${deliveryId}`, 'Edited message');
  await expect(olu.getByRole('table', { name: 'Requests to its endpoint' })).toBeVisible();
  await show('admin-delivery', olu);
  await olu.getByRole('button', { name: 'Deliver again' }).click();
  await olu.getByRole('dialog').getByRole('button', { name: 'Deliver again' }).click();
  await expect(olu.getByText('Say why.')).toBeVisible();
  await show('admin-delivery-replay', olu);

  await open(olu, '/admin/pushes', 'Pushes');
  await expect(olu.getByRole('table', { name: 'Pushes' })).toBeVisible();
  await show('admin-pushes', olu);
  await open(olu, `/admin/pushes/${pushId}`, 'Message');
  await expect(olu.getByRole('table', { name: 'Devices' })).toBeVisible();
  await show('admin-push', olu);

  await open(olu, '/admin/events', 'Events');
  await expect(olu.getByRole('table', { name: 'Weeks of the log' })).toBeVisible();
  await show('admin-events-none', olu);
  await open(olu, `/admin/events?context=/kiloclaw/${sandboxId}/${conversationId}`, 'Events');
  await expect(olu.getByText(/^All that is kept: No gaps/)).toBeVisible();
  await show('admin-events', olu);

  await open(olu, '/admin/audit', 'Audit');
  await expect(olu.getByRole('table', { name: 'Audit' })).toBeVisible();
  await show('admin-audit', olu);
  await olu.getByRole('table', { name: 'Audit' }).getByRole('link', { name: 'Disabled an endpoint' }).first().click();
  await expect(olu.getByRole('heading', { name: 'Disabled an endpoint' })).toBeVisible();
  await show('admin-audit-entry', olu);
  await open(olu, '/admin/audit', 'Audit');
  await olu.getByRole('button', { name: 'Export CSV' }).click();
  await expect(olu.getByRole('dialog')).toBeVisible();
  await show('admin-audit-export', olu);

  await settings(stage, olu);
  await shownBanner(stage, mira);
  const visitor = await stranger(desk);
  await visitor.goto('/sign-in');
  await expect(visitor.getByText('Down for an hour')).toBeVisible();
  await show('banner-at-the-door', visitor);
  await resetSettings(server);
}

async function settings({ server, show }: Stage, olu: Page): Promise<void> {
  await open(olu, '/admin/settings', 'Settings');
  const days = olu.getByRole('textbox', { name: 'Days of events' });
  await expect(days).toHaveValue('30');
  await show('admin-settings', olu);
  await days.fill('0');
  await olu.getByRole('textbox', { name: 'Text', exact: true }).fill('Down for an hour on Sunday at 14:00.');
  await expect(olu.getByText('A whole number from 1 to 3,650.')).toBeVisible();
  await days.scrollIntoViewIfNeeded();
  await show('admin-settings-refused', olu);
  await days.fill('7');
  await inDatabase(
    server,
    (sql) => sql`
      update instance set settings_version = settings_version + 1, settings = ${sql.json({
        auditDays: 400,
        banner: {
          text: 'Down for an hour on Sunday at 14:00, and the phone app with it. Save what you write.',
          tone: 'note',
        },
      })}`,
  );
  await olu.getByRole('button', { name: 'Save' }).click();
  await olu.getByRole('dialog').getByLabel('Reason').fill('the disk is nearly full');
  await olu.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(olu.getByRole('dialog')).toContainText('Somebody else has changed the settings since.');
  await show('admin-settings-late', olu);
  await olu.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  await expect(olu.getByText(/days of audit log is now: 400/)).toBeVisible();
  await show('admin-settings-meanwhile', olu);
}

async function shownBanner({ server, show }: Stage, mira: Page): Promise<void> {
  await mira.goto('/claw/chat');
  await expect(mira.getByRole('log').getByRole('article').first()).toBeVisible();
  await expect
    .poll(async () => {
      await mira.reload();
      return mira.getByText('Down for an hour on Sunday at 14:00, and the phone app').isVisible();
    })
    .toBe(true);
  await expect(mira.getByRole('log').getByRole('article').first()).toBeVisible();
  await show('banner-note', mira);
  await inDatabase(
    server,
    (sql) => sql`
      update instance set settings_version = settings_version + 1,
        settings = jsonb_set(settings, '{banner,tone}', '"warning"')`,
  );
  await expect
    .poll(async () => {
      await mira.reload();
      return mira.getByRole('button', { name: 'Put this away' }).count();
    })
    .toBe(0);
  await expect(mira.getByText('Down for an hour on Sunday at 14:00, and the phone app')).toBeVisible();
  await expect(mira.getByRole('log').getByRole('article').first()).toBeVisible();
  await show('banner-warning', mira);
}

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
}
