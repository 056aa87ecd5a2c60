import type { Page } from '@playwright/test';
import { expect, expectAccessibleInAllThemes, phone, test } from './fixtures.ts';

/** An organization of this person's, open at its people. */
async function openMembers(page: Page): Promise<void> {
  await page.goto('/claw/chat');
  const answer = await page.request.post('/api/trpc/organizations.create', {
    headers: { origin: new URL(page.url()).origin, 'x-claw-chat': '1' },
    data: { name: 'Northlight' },
  });
  const { result } = (await answer.json()) as { result: { data: { organizationId: string } } };
  await page.goto(`/organizations/${result.data.organizationId}/members`);
  await expect(page.getByText('No open invitations.')).toBeVisible();
}

async function invite(page: Page, email = ''): Promise<string> {
  if (email !== '') await page.getByLabel('E-mail, if it is for one person').fill(email);
  await page.getByRole('button', { name: 'Make an invitation' }).click();
  const link = page.getByText(/\/invitation\/[\w-]{43}$/);
  await expect(link).toBeVisible();
  return new URL((await link.textContent()) ?? '').pathname;
}

test('who runs an organization invites from its page; the link is shown once, and lets one person in', async ({
  as,
}) => {
  const olga = await as('Olga');
  await openMembers(olga);
  await expectAccessibleInAllThemes(olga);
  await olga.getByLabel('As').selectOption('Admin');
  const link = await invite(olga);
  await expectAccessibleInAllThemes(olga);
  await olga.getByRole('button', { name: 'I have it' }).click();
  const open = olga.getByRole('table', { name: 'Invitations' }).getByRole('row');
  await expect(open).toHaveCount(2);
  await expect(open.last()).toContainText('Whoever has the link');
  expect(await olga.content()).not.toContain(link);

  const jonas = await as('Jonas', phone);
  await jonas.goto(link);
  await expect(jonas.getByText('Olga invites you as an admin')).toBeVisible();
  await jonas.waitForLoadState('networkidle');
  await jonas.getByRole('button', { name: 'Join Northlight' }).click();
  await expect(jonas.getByRole('log').getByRole('article')).toHaveCount(1);
  await olga.reload();
  await expect(olga.getByText('No open invitations.')).toBeVisible();
  await expect(olga.getByRole('table', { name: 'Members' })).toContainText('Jonas');
});

test('an invitation that was taken back opens nothing, and one that was kept stays', async ({ as, stranger }) => {
  const olga = await as('Olga', phone);
  await openMembers(olga);
  const link = await invite(olga, 'zoe@example.org');
  await olga.getByRole('button', { name: 'I have it' }).click();
  await olga.getByRole('button', { name: 'Take back the invitation for zoe@example.org' }).click();
  await expectAccessibleInAllThemes(olga);
  await olga.getByRole('button', { name: 'Keep' }).click();
  await expect(olga.getByRole('button', { name: 'Keep' })).toHaveCount(0);
  await olga.getByRole('button', { name: 'Take back the invitation for zoe@example.org' }).click();
  await expect(olga.getByRole('button', { name: 'Keep' })).toBeFocused();
  await olga.getByRole('button', { name: 'Take back the invitation for zoe@example.org' }).click();
  await expect(olga.getByText('No open invitations.')).toBeVisible();
  const page = await stranger();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
});
