import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, phone, test } from './fixtures.ts';
import { emailOf, expectNoWiderThan, oldPassword, signInByHand } from './by-hand.ts';
import { doorPages } from './look/pages.ts';

const greeting = 'I am the agent that comes with the box';
const newPassword = 'another long enough one';

function log(page: Page): Locator {
  return page.getByRole('log').getByRole('article');
}

/** The chat, with the agent's greeting in it. */
async function openChat(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  await expect(log(page).filter({ hasText: greeting })).toHaveCount(1);
}

test('a new name stands in the chat without a reload', async ({ as }) => {
  const page = await as('Maya');
  await openChat(page);
  await page.getByRole('textbox', { name: 'Message' }).fill('Under my old name');
  await page.keyboard.press('Enter');
  await expect(log(page)).toHaveCount(3);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
  await page.getByLabel('Name').fill('Maya Okafor');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved')).toBeVisible();
  await page.getByRole('link', { name: 'Back to conversations' }).click();
  await expect(page.getByRole('navigation', { name: 'Conversations' })).toContainText('Maya Okafor');
  await expect(log(page).filter({ hasText: 'Under my old name' })).toContainText('Maya Okafor');
});

test('a changed password ends every other session and is the only one that opens', async ({ as, stranger }) => {
  const [desk, couch] = [await as('Maya'), await as('Maya')];
  await openChat(couch);
  const email = await emailOf(desk);
  await desk.goto('/settings/profile');
  await desk.getByLabel('Current password').fill('not the password');
  await desk.getByLabel('New password').fill(newPassword);
  await desk.getByRole('button', { name: 'Change password' }).click();
  await expect(desk.getByLabel('Current password')).toBeFocused();
  await expect(desk.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true');
  await desk.getByLabel('Current password').fill(oldPassword);
  await desk.getByRole('button', { name: 'Change password' }).click();
  await expect(desk.getByText('You are signed in here and nowhere else.')).toBeVisible();
  await expect(desk.getByLabel('New password')).toHaveValue('');
  await expect(couch.getByText('Signed out.')).toBeVisible({ timeout: 5_000 });

  const later = await stranger();
  await signInByHand(later, email, oldPassword);
  await expect(later.getByText("That e-mail and password don't match.")).toBeVisible();
  await signInByHand(later, email, newPassword);
  await expect(later).toHaveURL(/\/claw\/chat/);
});

test('a device that is signed out from the list says so within five seconds', async ({ as }) => {
  const [desk, couch] = [await as('Maya'), await as('Maya')];
  await openChat(couch);
  await desk.goto('/settings/devices');
  const table = desk.getByRole('table', { name: 'Devices and sessions' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table.getByRole('row').nth(1)).toContainText('this one');
  await table.getByRole('button', { name: /^Sign out Chrome on / }).click();
  await expect(couch.getByText('Signed out.')).toBeVisible({ timeout: 5_000 });
  await expect(table.getByRole('row')).toHaveCount(2);
  await expect(desk.getByText('You are signed in here and nowhere else.')).toBeVisible();
});

test('signing out everywhere else leaves this browser, and a settings page says it too', async ({ as }) => {
  const [desk, couch] = [await as('Maya'), await as('Maya')];
  await couch.goto('/settings/appearance');
  await desk.goto('/settings/devices');
  await desk.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(couch.getByText('Signed out.')).toBeVisible({ timeout: 5_000 });
  await desk.reload();
  await expect(desk.getByRole('table').getByRole('row')).toHaveCount(2);
});

test('a key is shown once, opens the API until it is revoked, and then no more', async ({ as, stranger }) => {
  const page = await as('Maya');
  const script = await stranger();
  await page.goto('/settings/keys');
  await page.getByLabel('Name').fill('Backup script');
  await page.getByRole('button', { name: 'Create key' }).click();
  const key = await page.locator('code').innerText();
  expect(key).toMatch(/^cck_/);
  await expectAccessible(page);
  const read = () => script.request.get('/v1/conversations', { headers: { authorization: `Bearer ${key}` } });
  expect((await read()).status()).toBe(200);
  await page.reload();
  await expect(page.getByRole('row', { name: /Backup script/ })).toContainText('Now');
  await expect(page.getByText(key)).toHaveCount(0);

  await page.getByRole('button', { name: 'Revoke Backup script' }).click();
  await expect(page.getByRole('button', { name: 'Keep' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Revoke Backup script' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Revoke Backup script' }).click();
  await expect(page.getByText('No keys yet.')).toBeVisible();
  expect((await read()).status()).toBe(401);
});

test('the appearance changes at once and is there before the next first paint', async ({ as }) => {
  const page = await as('Maya');
  const root = page.locator('html');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/settings/appearance');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('radio', { name: 'More' }).check();
  await expect(root).toHaveAttribute('data-contrast', 'more');
  await page.getByRole('radio', { name: 'Compact' }).check();
  await expect(root).toHaveAttribute('data-density', 'compact');

  const html = await (await page.request.get('/settings/appearance')).text();
  expect(html).toMatch(/<html[^>]* data-theme="dark"[^>]* data-contrast="more" data-density="compact"/);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked();

  await page.getByRole('group', { name: 'Theme' }).getByRole('radio', { name: 'Like the system' }).check();
  await expect(root).toHaveAttribute('data-theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
});

test('the export is a JSON file with what one wrote', async ({ as }) => {
  const page = await as('Maya');
  await openChat(page);
  await page.getByRole('textbox', { name: 'Message' }).fill('Take this along');
  await page.keyboard.press('Enter');
  await expect(log(page)).toHaveCount(3);
  await page.goto('/settings/profile');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export my data' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const exported: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  expect(JSON.stringify(exported)).toContain('Take this along');
});

test('an account is deleted only with its password and its address typed', async ({ as, stranger }) => {
  // Whoever comes first is the last operator, and has to stay.
  await as('Olu');
  const [page, other] = [await as('Maya'), await as('Maya')];
  const email = await emailOf(page);
  await openChat(other);
  await page.goto('/settings/profile');
  await page.getByRole('button', { name: 'Delete my account…' }).click();
  const form = page.locator('form').filter({ hasText: 'Keep my account' });
  await form.getByLabel('Password', { exact: true }).fill(oldPassword);
  await form.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.getByText('That is not your e-mail address.')).toBeVisible();
  await expectAccessible(page);
  await form.getByLabel(`Type ${email}`).fill(email);
  await form.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(other.getByText('Signed out.')).toBeVisible({ timeout: 5_000 });
  const later = await stranger();
  await signInByHand(later, email, oldPassword);
  await expect(later.getByText("That e-mail and password don't match.")).toBeVisible();
});

test('a second agent is made by its name and greets in a conversation of its own', async ({ as }) => {
  const page = await as('Maya');
  await openChat(page);
  await page.getByRole('button', { name: 'Maya, your account' }).click();
  await page.getByRole('menuitem', { name: 'Add an agent' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('Give it a name.')).toBeVisible();
  await page.getByLabel('Name').fill('Tern');
  await expect(page.getByRole('img', { name: 'T' })).toBeVisible();
  await page.getByRole('button', { name: 'Create Tern' }).click();
  await expect(page).toHaveURL(/\/claw\/chat\/[0-9A-Z]{26}$/);
  await expect(page.getByText('Tern is online').filter({ visible: true }).first()).toBeVisible();
  const before = await log(page).count();
  await page.getByRole('textbox', { name: 'Message' }).fill('Are you there?');
  await page.keyboard.press('Enter');
  await expect.poll(() => log(page).count()).toBeGreaterThanOrEqual(before + 2);

  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByRole('menuitem', { name: 'Guide' }).click();
  await expect(page.getByText('Guide is online').filter({ visible: true }).first()).toBeVisible();
});

test('who has forgotten their password hears the same whether they are known or not', async ({ as, stranger }) => {
  const maya = await as('Maya');
  const email = await emailOf(maya);
  const page = await stranger();
  for (const address of [email, 'nobody@example.org']) {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgotten' }).click();
    await page.getByLabel('E-mail').fill(address);
    await page.getByRole('button', { name: 'Ask for a link' }).click();
    await expect(page.getByRole('heading', { name: 'Ask an operator' })).toBeFocused();
    await expect(page.getByText('This server sends no mail.')).toBeVisible();
  }
});

test('a link that is none says so in words', async ({ stranger }) => {
  const page = await stranger();
  for (const token of ['short', 'A'.repeat(43)]) {
    await page.goto(`/reset/${token}`);
    await page.getByLabel('New password').fill(newPassword);
    await page.getByRole('button', { name: 'Set password' }).click();
    await expect(page.getByRole('heading', { name: 'This link no longer opens' })).toBeVisible();
  }
});

const signedInPages = [
  '/settings/profile',
  '/settings/notifications',
  '/settings/appearance',
  '/settings/devices',
  '/settings/organizations',
  '/settings/keys',
  '/claw/new',
];

test('on a phone the sections are a page, and no page is wider than the screen', async ({ as, stranger }) => {
  const page = await as('Maya', phone);
  for (const path of signedInPages) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoWiderThan(page, 360);
  }
  await page.goto('/settings/keys');
  await page.getByRole('link', { name: 'Settings' }).tap();
  await expect(page).toHaveTitle('(1) Settings · Claw Chat');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Devices and sessions' }).tap();
  await expect(page).toHaveTitle('(1) Devices and sessions · Claw Chat');
  await expect(page.getByRole('table', { name: 'Devices and sessions' })).toBeVisible();
  await expectAccessible(page);
  const nobody = await stranger(phone);
  for (const path of doorPages) {
    await nobody.goto(path);
    await expect(nobody.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoWiderThan(nobody, 360);
  }
});
