import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { invitationOf } from '../invited.ts';
import { doorPages } from '../look/pages.ts';
import { desk, type Stage } from './stage.ts';

/** Every page for who isn't signed in, as it opens and as it refuses. */
export async function door({ as, stranger, server, show }: Stage): Promise<void> {
  const first = await stranger(desk);
  await first.goto('/sign-up');
  await expect(first.getByRole('heading', { level: 1 })).toBeVisible();
  await show('door-first-account-or-sign-up', first);
  await as('Mira Okafor', desk);
  const page = await stranger(desk);
  for (const path of doorPages) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await show(`door${path.replace(/A+$/, 'link').replaceAll('/', '-')}`, page);
  }
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('nobody@example.org');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText("That e-mail and password don't match.")).toBeVisible();
  await show('door-sign-in-refused', page);
  await page.goto('/sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Say who you are.')).toBeVisible();
  await show('door-sign-up-refused', page);
  await page.goto('/forgotten');
  await page.getByLabel('E-mail').fill('nobody@example.org');
  await page.getByRole('button', { name: 'Ask for a link' }).click();
  await expect(page.getByRole('heading', { name: 'Ask an operator' })).toBeVisible();
  await show('door-forgotten-asked', page);
  await page.goto(`/reset/${'A'.repeat(43)}`);
  await page.getByLabel('New password').fill('another long enough one');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByRole('heading', { name: 'This link no longer opens' })).toBeVisible();
  await show('door-reset-used', page);
  await page.goto('/sign-in?error=email_not_verified');
  await expect(page.getByText('does not say that your e-mail address is yours')).toBeVisible();
  await show('door-sign-in-by-provider-refused', page);
  const mira = await as('Mira Okafor', desk);
  const { link } = await invitationOf(server, mira);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Join Northlight' })).toBeVisible();
  await show('door-invitation', page);
  await mira.goto(link);
  await expect(mira.getByText('You are signed in as Mira Okafor')).toBeVisible();
  await show('door-invitation-signed-in', mira);
}

/** The settings and what one comes to from them. */
export async function settings({ as, show }: Stage): Promise<void> {
  const [mira] = [await as('Mira Okafor', desk), await as('Mira Okafor', desk)];
  await open(mira, '/settings/profile', 'Profile');
  await show('settings-profile', mira);
  await mira.getByRole('button', { name: 'Delete my account…' }).click();
  await mira.getByRole('button', { name: 'Delete my account', exact: true }).click();
  await expect(mira.getByText('That is not your e-mail address.')).toBeVisible();
  await show('settings-delete-account', mira);
  await open(mira, '/settings/notifications', 'Notifications');
  await expect(mira.getByRole('switch', { name: 'Quiet hours' })).toBeVisible();
  await show('settings-notifications', mira);
  await open(mira, '/settings/appearance', 'Appearance');
  await show('settings-appearance', mira);
  await open(mira, '/settings/devices', 'Devices and sessions');
  await expect(mira.getByRole('table').getByRole('row')).toHaveCount(3);
  await show('settings-devices', mira);
  await open(mira, '/settings/keys', 'Keys');
  await expect(mira.getByText('No keys yet.')).toBeVisible();
  await show('settings-keys-empty', mira);
  await mira.getByLabel('Name').fill('Backup script');
  await mira.getByRole('button', { name: 'Create key' }).click();
  await expect(mira.getByRole('heading', { name: 'The key for Backup script' })).toBeVisible();
  await show('settings-key-once', mira);
  await mira.getByRole('button', { name: 'I have it' }).click();
  await mira.getByRole('button', { name: 'Revoke Backup script' }).click();
  await expect(mira.getByRole('button', { name: 'Keep' })).toBeFocused();
  await show('settings-key-revoke', mira);
  await open(mira, '/claw/new', 'Add an agent');
  await mira.getByRole('button', { name: 'Create' }).click();
  await expect(mira.getByText('Give it a name.')).toBeVisible();
  await show('new-agent-refused', mira);
  await mira.getByLabel('Name').fill('Harbor');
  await expect(mira.getByRole('button', { name: 'Create Harbor' })).toBeVisible();
  await show('new-agent', mira);
  await open(mira, '/nowhere', 'No such page');
  await show('not-found', mira);
  await open(mira, '/settings', 'Profile');
  await show('settings-index', mira);
  await mira.goto('/docs/api');
  await expect(mira.getByRole('heading', { name: 'Claw Chat' })).toBeVisible();
  await show('docs-api', mira);
}

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
}
