import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { emailOf, expectNoWiderThan, oldPassword, signInByHand } from './by-hand.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { doWithReason, makeOperator, rowOf } from './operators.ts';

const newPassword = 'another long enough one';
const people = (page: Page) => page.getByRole('table', { name: 'People' });

/** The page of somebody, by way of the list. */
async function openPerson(page: Page, email: string): Promise<void> {
  await page.goto('/admin/people');
  await page.getByRole('searchbox', { name: 'Name or e-mail' }).fill(email);
  await expect(people(page).getByRole('row')).toHaveCount(2);
  await rowOf(page, 'People', email).getByRole('link').click();
  await expect(page.getByRole('table', { name: 'Sandboxes' })).toBeVisible();
}

test('whoever is no operator finds no page of theirs', async ({ as }) => {
  await as('Olu');
  const page = await as('Maya');
  await page.goto('/settings/profile');
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Operator' })).toHaveCount(0);
  for (const path of ['', '/overview', '/people', '/people/x', '/sandboxes', '/sandboxes/x']) {
    await page.goto(`/admin${path}`);
    await expect(page.getByRole('heading', { name: 'No such page' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Operator' })).toHaveCount(0);
  }
  const answer = await page.request.get('/api/trpc/admin.people?input=%7B%7D', { headers: { 'x-claw-chat': '1' } });
  expect(answer.status()).not.toBe(200);
});

test('an operator adds a person, who sets a password with the link', async ({ as, server, stranger }) => {
  const operator = await makeOperator(server, await as('Olu'));
  const taken = await emailOf(operator);
  await operator.goto('/admin/people');
  await operator.getByRole('button', { name: 'Add a person' }).click();
  const address = operator.getByRole('textbox', { name: 'E-mail', exact: true });
  await operator.getByLabel('Name', { exact: true }).fill('Jonas Weil');
  await address.fill(taken);
  await operator.getByRole('button', { name: 'Add a person' }).click();
  await expect(operator.getByText('Say why.')).toBeVisible();
  await operator.getByLabel('Reason').fill('He joins today');
  await operator.getByRole('button', { name: 'Add a person' }).click();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  const email = taken.replace('olu', 'jonas');
  await address.fill(email);
  await operator.getByRole('button', { name: 'Add a person' }).click();
  const link = await operator.locator('code').innerText();
  await operator.getByRole('button', { name: 'I have it' }).click();
  await expect(rowOf(operator, 'People', email)).toHaveCount(1);

  const jonas = await stranger();
  await jonas.goto(link);
  await jonas.getByLabel('New password').fill(newPassword);
  await jonas.getByRole('button', { name: 'Set password' }).click();
  await expect(jonas.getByRole('heading', { name: 'Your new password is set' })).toBeFocused();
  await signInByHand(jonas, email, newPassword);
  await expect(jonas).toHaveURL(/\/claw\/chat/);
});

test('an operator signs somebody out, disables and enables them; what is open is cut', async ({
  as,
  server,
  stranger,
}) => {
  const operator = await makeOperator(server, await as('Olu'));
  const jonas = await as('Jonas');
  await jonas.goto('/claw/chat');
  await expect(jonas.getByRole('log').getByRole('article')).toHaveCount(1);
  const email = await emailOf(jonas);
  await openPerson(operator, email);
  await operator.getByRole('button', { name: /^Sign out Chrome on / }).click();
  await doWithReason(operator, (await operator.getByRole('dialog').getByRole('heading').innerText()).trim());
  await expect(jonas.getByText('Signed out.').filter({ visible: true })).toBeVisible({ timeout: 5_000 });
  await expect(operator.getByText('Signed in nowhere.')).toBeVisible();

  await operator.getByRole('button', { name: 'Disable' }).click();
  await doWithReason(operator, 'Disable Jonas');
  await expect(operator.getByRole('button', { name: 'Enable' })).toBeVisible();
  const later = await stranger();
  await signInByHand(later, email, oldPassword);
  await expect(later.getByText("That e-mail and password don't match.")).toBeVisible();
  await operator.getByRole('button', { name: 'Enable' }).click();
  await doWithReason(operator, 'Enable Jonas');
  await expect(operator.getByRole('button', { name: 'Disable' })).toBeVisible();
  await signInByHand(later, email, oldPassword);
  await expect(later).toHaveURL(/\/claw\/chat/);
  await operator.reload();
  await operator.getByRole('button', { name: 'Sign out everywhere' }).click();
  await doWithReason(operator, 'Sign out everywhere');
  await expect(operator.getByText('Signed in nowhere.')).toBeVisible();
});

test('an operator makes and unmakes an operator, and is told by whom they were overtaken', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu'));
  const jonas = await as('Jonas');
  const email = await emailOf(jonas);
  await openPerson(operator, email);
  await operator.getByRole('button', { name: 'Make operator' }).click();
  await doWithReason(operator, 'Make Jonas an operator');
  await expect(operator.getByRole('button', { name: 'Unmake operator' })).toBeVisible();
  await openPerson(jonas, email);
  await jonas.getByRole('button', { name: 'Unmake operator' }).click();
  await expect(jonas.getByRole('dialog').getByLabel('Reason')).toBeFocused();

  // Meanwhile another operator does the same.
  await operator.getByRole('button', { name: 'Unmake operator' }).click();
  await doWithReason(operator, 'Unmake Jonas an operator');
  await expect(operator.getByRole('button', { name: 'Make operator' })).toBeVisible();
  await jonas.getByRole('dialog').getByLabel('Reason').fill('I would rather not');
  await jonas.getByRole('dialog').getByRole('button', { name: 'Unmake Jonas an operator' }).click();
  await expect(jonas.getByText('It is no longer there. Somebody was faster.')).toBeVisible();
});

test('an operator exports and deletes an account, and its page is gone', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu'));
  const jonas = await as('Jonas');
  const email = await emailOf(jonas);
  await openPerson(operator, email);
  await operator.getByRole('button', { name: 'Export their data' }).click();
  const download = operator.waitForEvent('download');
  await doWithReason(operator, 'Export the data of Jonas');
  const file = await (await download).path();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ account: { email }, conversations: [{}] });

  await operator.getByRole('button', { name: 'Delete the account…' }).click();
  const dialog = operator.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('He asked for it');
  await dialog.getByRole('button', { name: 'Delete Jonas' }).click();
  await expect(dialog.getByText(`That is not ${email}.`)).toBeVisible();
  await dialog.getByLabel(`Type ${email}`).fill(email);
  await dialog.getByRole('button', { name: 'Delete Jonas' }).click();
  await expect(operator).toHaveURL(/\/admin\/people$/);
  await operator.getByRole('searchbox').fill(email);
  await expect(operator.getByText(`Nobody matches “${email}”.`)).toBeVisible();
  await operator.goto('/admin/people/nobody');
  await expect(operator.getByText('People didn’t load.').or(operator.getByText("People didn't load."))).toBeVisible();
});

test('filters, search and page stand in the address, and pages go both ways', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu'));
  await as('Jonas');
  await operator.route('**/api/trpc/admin.people?*', (route) =>
    route.continue({ url: onePerPage(route.request().url()) }),
  );
  await operator.goto('/admin/people');
  const first = await people(operator).getByRole('link').innerText();
  await operator.getByRole('button', { name: 'Later' }).click();
  await expect(operator).toHaveURL(/cursor=/);
  await expect(people(operator).getByRole('link')).not.toHaveText(first);
  await operator.getByRole('button', { name: 'Earlier' }).click();
  await expect(people(operator).getByRole('link')).toHaveText(first);
  await operator.goBack();
  await expect(operator).toHaveURL(/cursor=/);
  await expect(people(operator).getByRole('link')).not.toHaveText(first);
  await operator.reload();
  await operator.getByRole('button', { name: 'To the beginning' }).click();
  await expect(people(operator).getByRole('link')).toHaveText(first);
  await operator.unrouteAll();

  await operator.getByRole('radio', { name: 'Operators' }).check();
  await expect(operator).toHaveURL(/\?show=operators$/);
  const email = await emailOf(operator);
  await operator.getByRole('searchbox').fill(email);
  await expect(operator).toHaveURL(/search=/);
  await operator.reload();
  await expect(people(operator).getByRole('row')).toHaveCount(2);
  await operator.getByRole('radio', { name: 'Disabled' }).check();
  await expect(operator.getByText(`Nobody matches “${email}”.`)).toBeVisible();
  await operator.goto('/admin/people?cursor=x');
  await expect(operator.getByText("That cursor isn't one of this list.")).toBeVisible();
  await operator.getByRole('button', { name: 'To the beginning' }).click();
  await expect(people(operator)).toBeVisible();
});

test('axe finds nothing on the pages about people, and a phone is wide enough for them', async ({ as, server }) => {
  test.slow(); // three pages, each in four themes and on a phone
  const operator = await makeOperator(server, await as('Olu', { reducedMotion: 'reduce' }));
  await openPerson(operator, await emailOf(operator));
  await expectAccessibleInAllThemes(operator);
  await operator.getByRole('button', { name: 'Delete the account…' }).click();
  await expectAccessibleInAllThemes(operator);
  await operator.keyboard.press('Escape');
  await operator.setViewportSize(phone.viewport);
  await expectNoWiderThan(operator, 360);
  await expectAccessible(operator);
  await operator.goto('/admin/people');
  await expect(people(operator)).toBeVisible();
  await expectNoWiderThan(operator, 360);
  await expectAccessible(operator);
});

/** The list's question with the smallest page that there is: two people are then two pages. */
function onePerPage(address: string): string {
  const url = new URL(address);
  const input = JSON.parse(url.searchParams.get('input') ?? '{}') as object;
  url.searchParams.set('input', JSON.stringify({ ...input, limit: 1 }));
  return url.href;
}
