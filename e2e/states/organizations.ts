import type { Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { putIn } from '../together.ts';
import { articles, desk, type Stage } from './stage.ts';

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });

/** An organization from nothing to its audit log. */
export async function organizations({ as, server, show }: Stage): Promise<void> {
  const mira = await as('Mira Okafor', desk);
  await open(mira, '/settings/organizations', 'Organizations');
  await expect(mira.getByText('You are in no organization.')).toBeVisible();
  await show('organizations-none', mira);
  await mira.getByRole('textbox', { name: 'Name' }).fill('Northlight');
  await mira.getByRole('button', { name: 'Make an organization' }).click();
  const link = mira.getByRole('table').getByRole('link', { name: 'Northlight', exact: true });
  await expect(link).toBeVisible();
  const pages = (await link.getAttribute('href')) ?? '';
  const organizationId = pages.split('/').at(-1) ?? '';
  for (const [name, role] of [
    ['Jonas Lindqvist', 'admin'],
    ['Priya Raman', 'member'],
    ['Wilhelmina van der Bosch-Kowalczyk', 'member'],
  ] as const) {
    await putIn(server, organizationId, await as(name, desk), role);
  }

  await open(mira, `${pages}/agents`, 'Agents');
  await expect(mira.getByText('No agents yet.')).toBeVisible();
  await show('organization-agents-none', mira);
  await mira.getByRole('link', { name: 'Add an agent' }).click();
  await expect(mira.getByRole('radio', { name: 'Northlight' })).toBeChecked();
  await show('new-agent-of-organization', mira);
  await mira.getByRole('textbox', { name: 'Name' }).fill('Harbor');
  await mira.getByRole('button', { name: 'Create Harbor' }).click();
  await expect(articles(mira)).toHaveCount(1);
  await details(mira).getByRole('button', { name: 'Add somebody' }).click();
  await details(mira).getByRole('button', { name: 'Add Jonas Lindqvist' }).click();
  await expect(details(mira).getByRole('button', { name: 'Remove Jonas Lindqvist' })).toBeVisible();
  await expect(details(mira).getByRole('button', { name: 'Add Jonas Lindqvist' })).toHaveCount(0);
  await show('conversation-people', mira);

  await open(mira, '/settings/organizations', 'Organizations');
  await expect(mira.getByRole('link', { name: 'Conversations of Northlight' })).toBeVisible();
  await mira.getByRole('button', { name: 'Leave Northlight' }).click();
  await mira.getByRole('button', { name: 'Leave Northlight' }).click();
  await expect(mira.getByText('Hand the organization over first.')).toBeVisible();
  await show('organizations-last-owner', mira);

  await open(mira, `${pages}/overview`, 'Overview');
  await expect(mira.getByText('Who reads what')).toBeVisible();
  await expect(mira.getByText('Files')).toBeVisible();
  await show('organization-overview', mira);
  await open(mira, `${pages}/members`, 'Members');
  const priya = mira.getByRole('button', { name: 'Priya Raman', exact: true });
  await expect(priya).toBeVisible();
  await show('organization-members', mira);
  await priya.click();
  await mira.getByRole('button', { name: 'Hand over…' }).click();
  await expect(mira.getByRole('button', { name: 'Hand over to Priya Raman' })).toBeVisible();
  await show('organization-member', mira);
  await open(mira, `${pages}/members?search=nobody`, 'Members');
  await expect(mira.getByText('Nobody matches “nobody”.')).toBeVisible();
  await show('organization-members-no-match', mira);
  await open(mira, `${pages}/members?cursor=elsewhere`, 'Members');
  await expect(mira.getByText('Members didn’t load.').or(mira.getByText("Members didn't load."))).toBeVisible();
  await show('organization-members-broken', mira);
  await open(mira, `${pages}/agents`, 'Agents');
  await expect(mira.getByRole('row', { name: /^Harbor/ })).toBeVisible();
  await mira.getByRole('button', { name: 'Change who approves for Harbor' }).click();
  await mira.getByRole('checkbox', { name: 'Priya Raman' }).check();
  await show('organization-agents', mira);
  await open(mira, `${pages}/settings`, 'Settings');
  await mira.getByRole('textbox', { name: 'Days' }).fill('4000');
  await mira.getByRole('button', { name: 'Save' }).last().click();
  await expect(mira.getByText('Between 1 and 3,650 days, or empty.')).toBeVisible();
  await mira.getByRole('button', { name: 'Delete it…' }).click();
  await show('organization-settings', mira);
  await open(mira, `${pages}/audit`, 'Audit log');
  await expect(mira.getByRole('row', { name: /Made an agent/ })).toBeVisible();
  await show('organization-audit', mira);
}

async function open(page: Page, path: string, title: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
}
