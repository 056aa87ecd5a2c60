import type { Page } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';
import { expectNoWiderThan } from './by-hand.ts';
import { makeOperator, rowOf } from './operators.ts';

const noPage = (page: Page) => page.getByRole('heading', { name: 'No such page' });

/** As the settings' page does. Answers with its id. */
async function found(page: Page, name: string): Promise<string> {
  const answer = await page.request.post('/api/trpc/organizations.create', {
    headers: { origin: new URL(page.url()).origin, 'x-claw-chat': '1' },
    data: { name },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { result: { data: { organizationId: string } } }).result.data.organizationId;
}

test('an operator finds any organization by its name, with who owns it, and looks after it on its own pages', async ({
  as,
  server,
}) => {
  const olu = await makeOperator(server, await as('Olu'));
  const [maya, jonas] = [await as('Maya'), await as('Jonas')];
  await maya.goto('/settings/profile');
  const name = `Tidewater ${Date.now()}`;
  const organizationId = await found(maya, name);

  await olu.goto('/admin/organizations');
  await expect(olu.getByRole('link', { name })).toBeVisible();
  await expectAccessibleInAllThemes(olu);
  await olu.getByRole('searchbox', { name: 'Name or id' }).fill('nowhere at all');
  await expect(olu.getByText('None matches “nowhere at all”.')).toBeVisible();
  await olu.getByRole('searchbox', { name: 'Name or id' }).fill(name.toLowerCase());
  await expect(rowOf(olu, 'Organizations', name)).toContainText('Maya');
  await expect(olu).toHaveURL(/search=tidewater/);
  await rowOf(olu, 'Organizations', name).getByRole('link').click();
  await expect(olu).toHaveURL(new RegExp(`/organizations/${organizationId}/overview$`));
  await expect(olu.getByText('You look after it as an operator.')).toBeVisible();

  for (const [page, path] of [
    [maya, '/admin/organizations'],
    [jonas, '/admin/organizations'],
    [jonas, `/organizations/${organizationId}/overview`],
  ] as const) {
    await page.goto(path);
    await expect(noPage(page), path).toBeVisible();
  }
});

test('on a phone the organizations are lines of two, and no wider than the screen', async ({ as, server }) => {
  const olu = await makeOperator(server, await as('Olu', phone));
  await olu.goto('/settings/profile');
  const name = `Harbour ${Date.now()}`;
  await found(olu, name);
  await olu.goto('/admin/organizations');
  await expect(olu.getByRole('link', { name })).toBeVisible();
  await expectNoWiderThan(olu, 360);
  await expectAccessibleInAllThemes(olu);
});
