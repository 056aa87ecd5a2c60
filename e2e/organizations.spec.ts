import type { Locator, Page } from '@playwright/test';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { agentKeyOf, putIn } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });
const card = (page: Page) => page.getByRole('group', { name: 'Harbor asks to run a command' }).last();
const noPage = (page: Page) => page.getByRole('heading', { name: 'No such page' });
const unknown = (page: Page) => page.getByRole('heading', { name: 'No such conversation' });
/** What opens under a row names the same one. */
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first();
const command = 'kubectl -n staging rollout restart deploy/shop-api';

/** Makes an organization through the pages. Answers with its id. */
async function make(page: Page, name = 'Northlight'): Promise<string> {
  await page.goto('/settings/organizations');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: 'Make an organization' }).click();
  const link = page.getByRole('table').getByRole('link', { name, exact: true });
  await expect(link).toBeVisible();
  return (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
}

/** Lets somebody in by a link, through the pages. */
async function invite(owner: Page, organizationId: string, guest: Page): Promise<void> {
  await owner.goto(`/organizations/${organizationId}/members`);
  await expect(owner.getByText('No open invitations.')).toBeVisible();
  await owner.getByRole('button', { name: 'Make an invitation' }).click();
  const link = await owner.getByText(/\/invitation\/[\w-]{43}$/).innerText();
  await guest.goto(new URL(link).pathname);
  await guest.waitForLoadState('networkidle');
  await guest.getByRole('button', { name: 'Join Northlight' }).click();
  await expect(guest).not.toHaveURL(/\/invitation\//);
}

/** Adds an agent to it through the pages, and stands in its first conversation then. Answers with that one's id. */
async function addAgent(page: Page, organizationId: string): Promise<string> {
  await page.goto(`/organizations/${organizationId}/agents`);
  await page.getByRole('link', { name: 'Add an agent' }).click();
  await expect(page.getByRole('radio', { name: 'Northlight' })).toBeChecked();
  await page.getByRole('textbox', { name: 'Name' }).fill('Harbor');
  await page.getByRole('button', { name: 'Create Harbor' }).click();
  await expect(page).toHaveURL(new RegExp(`/organizations/${organizationId}/claw/chat/[0-9A-Z]{26}$`));
  await expect(articles(page)).toHaveCount(1);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Opens what can be done about a member. */
async function openMember(page: Page, organizationId: string, name: string): Promise<Locator> {
  await page.goto(`/organizations/${organizationId}/members`);
  const toggle = page.getByRole('button', { name, exact: true });
  await toggle.click();
  await expect(toggle).toHaveAttribute('aria-expanded', 'true');
  return page.getByRole('group', { name: `Role of ${name}` });
}

test('three people share an agent: who is named decides, and who is removed is out without reloading', async ({
  as,
  server,
}) => {
  const [mira, jonas, zoe] = [await as('Mira', desk), await as('Jonas', desk), await as('Zoe', desk)];
  const organizationId = await make(mira);
  for (const page of [jonas, zoe]) await invite(mira, organizationId, page);
  const conversationId = await addAgent(mira, organizationId);
  const address = `/organizations/${organizationId}/claw/chat/${conversationId}`;
  await jonas.goto('/claw/chat');
  await expect(jonas.getByText('Connected', { exact: true })).toBeVisible();

  await details(mira).getByRole('button', { name: 'Add somebody' }).click();
  for (const name of ['Jonas', 'Zoe']) {
    await details(mira)
      .getByRole('button', { name: `Add ${name}` })
      .click();
    await expect(details(mira).getByRole('button', { name: `Remove ${name}` })).toBeVisible();
  }
  await expect(details(mira).getByText('Everybody of the organization is here.')).toBeVisible();
  // He was looking at something else, with a page that had never heard of that agent.
  await expect(jonas.locator(`a[data-row="${conversationId}"]`)).toBeVisible();
  for (const page of [jonas, zoe]) {
    await page.goto(address);
    await expect(articles(page)).toHaveCount(1);
    await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  }

  await mira.goto(`/organizations/${organizationId}/agents`);
  await mira.getByRole('button', { name: 'Change who approves for Harbor' }).click();
  await mira.getByRole('checkbox', { name: 'Jonas' }).check();
  await mira.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(mira, 'Harbor')).toContainText('Jonas');
  await expect(rowOf(mira, 'Harbor')).not.toContainText('Owners and admins');
  await mira.goto(address);
  await expect(articles(mira)).toHaveCount(1);
  for (const page of [jonas, zoe]) await page.reload();
  for (const page of [mira, jonas, zoe]) await expect(page.getByText('Connected', { exact: true })).toBeVisible();

  const { sandboxId, key } = await agentKeyOf(server, conversationId);
  const harbor = new BotApi({ url: server.url, sandboxId, key });
  await harbor.send({
    conversationId,
    text: 'The rollout needs one of you:',
    blocks: [
      {
        type: 'actions',
        groupId: 'run',
        actions: [
          { label: 'Deny', style: 'danger', value: 'deny' },
          { label: 'Allow once', style: 'primary', value: 'allow-once' },
        ],
        request: { kind: 'exec', title: 'Run a command', command },
      },
    ],
  });
  for (const page of [mira, zoe]) {
    await expect(card(page)).toContainText('Jonas decides. You see the answer here.');
    await expect(card(page).getByRole('button')).toHaveCount(0);
  }
  await card(jonas).getByRole('button', { name: 'Deny', exact: true }).click();
  for (const page of [mira, zoe]) await expect(card(page)).toContainText('Jonas denied this');

  await openMember(mira, organizationId, 'Zoe');
  await mira.getByRole('button', { name: 'Remove…' }).click();
  await mira.getByRole('button', { name: 'Remove Zoe' }).click();
  await expect(rowOf(mira, 'Zoe')).toHaveCount(0);
  await expect(unknown(zoe)).toBeVisible();
  await expect(zoe.locator(`a[data-row="${conversationId}"]`)).toHaveCount(0);
  await zoe.goto(address);
  await expect(noPage(zoe)).toBeVisible();
  await expect(articles(jonas)).toHaveCount(2);
});

test('ownership is handed over, and each sees what their role lets them', async ({ as, server }) => {
  // The first account of a server is its operator's, who sees every organization.
  await as('Operator', desk);
  const [mira, jonas, noor] = [await as('Mira', desk), await as('Jonas', desk), await as('Noor', desk)];
  const organizationId = await make(mira);
  await putIn(server, organizationId, jonas, 'admin');
  await putIn(server, organizationId, noor);
  const pages = `/organizations/${organizationId}`;

  await noor.goto(`${pages}/overview`);
  await expect(noPage(noor)).toBeVisible();
  await noor.goto('/settings/organizations');
  await expect(rowOf(noor, 'Northlight')).toContainText('Member');
  await expect(rowOf(noor, 'Northlight').getByRole('link')).toHaveCount(0);

  await jonas.goto(`${pages}/settings`);
  await expect(jonas.getByText('Owners change the name and what is kept')).toBeVisible();
  await expect(jonas.getByRole('button', { name: 'Delete it…' })).toHaveCount(0);
  const owner = await openMember(jonas, organizationId, 'Mira');
  await expect(owner.getByRole('radio', { name: 'Member' })).toBeDisabled();
  const ofNoor = await openMember(jonas, organizationId, 'Noor');
  await ofNoor.getByRole('radio', { name: 'Admin' }).check();
  await expect(rowOf(jonas, 'Noor').getByRole('cell', { name: 'Admin', exact: true })).toBeVisible();

  await mira.goto('/settings/organizations');
  await mira.getByRole('button', { name: 'Leave Northlight' }).click();
  await mira.getByRole('button', { name: 'Leave Northlight' }).click();
  await expect(mira.getByText('Hand the organization over first.')).toBeVisible();
  await openMember(mira, organizationId, 'Jonas');
  await mira.getByRole('button', { name: 'Hand over…' }).click();
  await mira.getByRole('button', { name: 'Hand over to Jonas' }).click();
  await expect(rowOf(mira, 'Jonas').getByRole('cell', { name: 'Owner', exact: true })).toBeVisible();
  await expect(rowOf(mira, 'Mira').getByRole('cell', { name: 'Admin', exact: true })).toBeVisible();
  await mira.goto(`${pages}/settings`);
  await expect(mira.getByText('Owners change the name and what is kept')).toBeVisible();

  await jonas.goto(`${pages}/settings`);
  await jonas.getByRole('textbox', { name: 'Days' }).fill('0');
  await jonas.getByRole('button', { name: 'Save' }).last().click();
  await expect(jonas.getByText('Between 1 and 3,650 days, or empty.')).toBeVisible();
  await jonas.getByRole('textbox', { name: 'Days' }).fill('90');
  await jonas.getByRole('button', { name: 'Save' }).last().click();
  await expect(jonas.getByText('Saved')).toBeVisible();
  await jonas.goto(`${pages}/audit`);
  await expect(rowOf(jonas, 'Handed an organization over')).toContainText('Mira');
  await expect(rowOf(jonas, 'Handed an organization over')).toContainText(/127\.0\.0\.1|::1/);
  await expect(rowOf(jonas, 'Set how long messages are kept')).toContainText('Jonas');
  await expect(rowOf(jonas, 'Left an organization')).toContainText('Refused');

  await jonas.goto(`${pages}/settings`);
  await jonas.getByRole('button', { name: 'Delete it…' }).click();
  await jonas.getByRole('textbox', { name: 'Type Northlight' }).fill('Northlight');
  await jonas.getByRole('button', { name: 'Delete Northlight' }).click();
  await expect(jonas).toHaveURL(/\/settings\/organizations$/);
  await expect(jonas.getByText('You are in no organization.')).toBeVisible();
});

test('an organization’s pages are unknown to strangers, and its chat and one’s own lead to each other', async ({
  as,
  server,
}) => {
  await as('Operator', desk);
  const [mira, stranger] = [await as('Mira', desk), await as('Stranger', desk)];
  const organizationId = await make(mira);
  for (const section of ['', '/overview', '/members', '/agents', '/settings', '/audit', '/claw/chat']) {
    await stranger.goto(`/organizations/${organizationId}${section}`);
    await expect(noPage(stranger), section).toBeVisible();
  }
  const conversationId = await addAgent(mira, organizationId);
  await putIn(server, organizationId, stranger);
  await stranger.goto(`/organizations/${organizationId}/claw/chat/${conversationId}`);
  await expect(unknown(stranger), 'a member who is not in the conversation').toBeVisible();

  await mira.getByRole('button', { name: 'Mira, your account' }).click();
  await mira.getByRole('menuitem', { name: 'All conversations' }).click();
  // It lands in the newest conversation, and only then is nothing replaced any more.
  await expect(mira).toHaveURL(/^[^?]*:\d+\/claw\/chat\/[0-9A-Z]{26}$/);
  await expect(articles(mira)).toHaveCount(1);
  await expect(mira.getByText('Connected', { exact: true })).toBeVisible();
  await expect(mira.locator('a[data-row]')).toHaveCount(2);
  await mira.getByRole('button', { name: 'Mira, your account' }).click();
  await mira.getByRole('menuitem', { name: 'Northlight, conversations' }).click();
  await expect(mira).toHaveURL(new RegExp(`/organizations/${organizationId}/claw/chat/[0-9A-Z]{26}$`));
  await expect(mira.locator('a[data-row]')).toHaveCount(1);
});

test('what it is and what was done in it hold nothing that axe finds, in four themes', async ({ as }) => {
  const mira = await as('Mira', desk);
  const organizationId = await make(mira);
  for (const section of ['overview', 'audit']) await expectSectionAccessible(mira, organizationId, section);
  await mira.goto('/settings/organizations');
  await expect(rowOf(mira, 'Northlight')).toBeVisible();
  await expectAccessibleInAllThemes(mira);
});

test('what is changed in it holds nothing that axe finds, in four themes', async ({ as }) => {
  const mira = await as('Mira', desk);
  const organizationId = await make(mira);
  for (const section of ['agents', 'settings']) await expectSectionAccessible(mira, organizationId, section);
});

test('its members hold nothing that axe finds, in four themes and on a phone', async ({ as, server }) => {
  const mira = await as('Mira', desk);
  const organizationId = await make(mira);
  await putIn(server, organizationId, await as('Jonas', desk));
  await openMember(mira, organizationId, 'Jonas');
  await mira.getByRole('button', { name: 'Remove…' }).click();
  await expectAccessibleInAllThemes(mira);

  const small = await as('Mira', phone);
  await small.goto(`/organizations/${organizationId}`);
  await small.getByRole('link', { name: 'Members' }).tap();
  await expect(rowOf(small, 'Jonas')).toBeVisible();
  await expectAccessible(small);
});

async function expectSectionAccessible(page: Page, organizationId: string, section: string): Promise<void> {
  await page.goto(`/organizations/${organizationId}/${section}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByLabel('Loading')).toHaveCount(0);
  await expectAccessibleInAllThemes(page);
}
