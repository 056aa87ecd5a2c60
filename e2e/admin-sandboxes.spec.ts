import type { Page } from '@playwright/test';
import { expectNoWiderThan } from './by-hand.ts';
import { expect, expectAccessible, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { doWithReason, makeOperator, rowOf } from './operators.ts';
import { inDatabase } from './in-database.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const table = (page: Page) => page.getByRole('table', { name: 'Sandboxes' });

/** The agent of a person's first conversation. */
async function agentOf(page: Page): Promise<string> {
  await page.goto('/claw/chat');
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(1);
  const answer = await page.request.get('/api/trpc/sandboxes.list');
  const { result } = (await answer.json()) as { result: { data: { sandboxes: { sandboxId: string }[] } } };
  return result.data.sandboxes[0]?.sandboxId ?? '';
}

test('an operator finds a sandbox, stops, starts and destroys it, and its history says why', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu', desk));
  const jonas = await as('Jonas', desk);
  const id = await agentOf(jonas);
  await operator.goto('/admin/sandboxes');
  await operator.getByRole('searchbox', { name: 'Name, id or owner' }).fill(id);
  await expect(table(operator).getByRole('row')).toHaveCount(2);
  await expect(rowOf(operator, 'Sandboxes', id)).toContainText('Jonas');
  await table(operator).getByRole('link').click();
  await operator.getByRole('button', { name: 'Stop' }).click();
  await doWithReason(operator, 'Stop Guide');
  await expect(operator.getByRole('button', { name: 'Start', exact: true })).toBeVisible();
  await expect(operator.getByRole('table', { name: 'History' })).toContainText('A test asks for it');
  await operator.getByRole('button', { name: 'Start', exact: true }).click();
  await doWithReason(operator, 'Start Guide');
  await expect(operator.getByRole('button', { name: 'Restart' })).toBeVisible();

  await operator.getByRole('button', { name: 'Destroy…' }).click();
  const dialog = operator.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Destroy Guide' }).click();
  await expect(dialog.getByText('Say why.')).toBeVisible();
  await expect(dialog.getByText(`That is not ${id}.`)).toBeVisible();
  await doWithReason(operator, 'Destroy Guide', { typed: id });
  await expect(operator.getByRole('button', { name: 'Destroy…' })).toHaveCount(0);
  await operator.goto(`/admin/sandboxes?search=${id}`);
  await expect(operator.getByText(`Nothing matches “${id}”.`)).toBeVisible();
});

test('who comes second is told that somebody was faster', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu', desk));
  const other = await makeOperator(server, await as('Omar', desk));
  const id = await agentOf(await as('Jonas', desk));
  for (const page of [operator, other]) {
    await page.goto(`/admin/sandboxes/${id}`);
    await page.getByRole('button', { name: 'Destroy…' }).click();
    await expect(page.getByRole('dialog').getByLabel(`Type ${id}`)).toBeFocused();
  }
  await doWithReason(operator, 'Destroy Guide', { typed: id });
  await other.getByLabel(`Type ${id}`).fill(id);
  await other.getByLabel('Reason').fill('Me too');
  await other.getByRole('dialog').getByRole('button', { name: 'Destroy Guide' }).click();
  await expect(other.getByText('It is no longer there. Somebody was faster.')).toBeVisible();
  await other.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
  await expect(other.getByRole('button', { name: 'Destroy…' })).toHaveCount(0);
});

test('sorting and filters stand in the address, and only the sorted column has an arrow', async ({ as, server }) => {
  const operator = await makeOperator(server, await as('Olu', desk));
  const id = await agentOf(operator);
  await inDatabase(
    server,
    (sql) => sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status, status_reason)
    select ${`${id}-2`}, owner_id, 'Aardvark', 'A', 'openclaw', 'stopped', 'No model' from sandboxes where id = ${id}`,
  );
  await operator.goto('/admin/sandboxes');
  const heads = operator.getByRole('columnheader');
  await expect(operator.locator('th[aria-sort]')).toHaveText('Created');
  await heads.getByRole('button', { name: 'Sandbox' }).click();
  await expect(operator).toHaveURL(/\?sort=name$/);
  await expect(operator.locator('th[aria-sort=ascending]')).toHaveText('Sandbox');
  await expect(table(operator).getByRole('row').nth(1)).toContainText('Aardvark');
  await heads.getByRole('button', { name: 'Sandbox' }).click();
  await expect(operator.locator('th[aria-sort=descending]')).toHaveText('Sandbox');
  await operator.getByRole('radio', { name: /^In trouble/ }).check();
  await expect(rowOf(operator, 'Sandboxes', `${id}-2`)).toContainText('Could not start');
  await operator.getByRole('combobox', { name: 'Runtime' }).selectOption('external');
  await expect(rowOf(operator, 'Sandboxes', `${id}-2`)).toHaveCount(0);
  await expect(operator).toHaveURL(/sort=-name&show=trouble&runtime=external$/);
  await operator.reload();
  await expect(operator.getByRole('combobox', { name: 'Runtime' })).toHaveValue('external');
  await expect(operator.getByRole('radio', { name: /^In trouble/ })).toBeChecked();
});

test('axe finds nothing on the pages about sandboxes, and a phone is wide enough for them', async ({ as, server }) => {
  test.slow(); // two pages, each in four themes and on a phone
  const operator = await makeOperator(server, await as('Olu', desk));
  const id = await agentOf(operator);
  for (const path of ['/admin/sandboxes', `/admin/sandboxes/${id}`]) {
    await operator.setViewportSize(desk.viewport);
    await operator.goto(path);
    await expect(operator.getByRole('table').first()).toBeVisible();
    await expect(operator.getByText(/^(Usual life|History)$/)).toBeVisible();
    await expectAccessibleInAllThemes(operator);
    await operator.setViewportSize(phone.viewport);
    await expectNoWiderThan(operator, 360);
    await expectAccessible(operator);
  }
});
