import type { Page } from '@playwright/test';
import { secretsInLog } from '#server/testing/secrets-in-log.ts';
import { startOidcProvider, type OidcProvider } from '#server/testing/oidc-provider.ts';
import { expect, expectAccessibleInAllThemes, phone, test as base } from './fixtures.ts';
import { invitationOf } from './invited.ts';
import { startServer, type TestServer } from './server.ts';
import { inDatabase } from './in-database.ts';

/** A server that knows a provider, and that provider. */
const test = base.extend<object, { provider: OidcProvider; server: TestServer }>({
  provider: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from this pattern
    async ({}, provide) => {
      await using provider = await startOidcProvider();
      await provide(provider);
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ provider }, provide) => {
      await using server = await startServer('production', provider.env);
      await provide(server);
      const output = server.output();
      expect(secretsInLog(output), 'secrets in the log').toEqual([]);
      for (const secret of provider.given) expect(output.includes(secret), 'a code or token in the log').toBe(false);
    },
    { scope: 'worker' },
  ],
});

const password = 'a long enough password';
let people = 0;

/** Somebody whom nobody here has met. */
function somebody(name: string) {
  const id = `${name.toLowerCase()}-${(people += 1)}-${Date.now()}`;
  return { sub: id, name, email: `${id}@example.org`, email_verified: true };
}

async function membersOf(server: TestServer, organizationId: string): Promise<string[]> {
  let emails: string[] = [];
  await inDatabase(server, async (sql) => {
    const rows = await sql<{ email: string }[]>`
      select u.email from organization_members m join users u on u.id = m.user_id
      where m.organization_id = ${organizationId} and m.role <> 'owner' order by u.email`;
    emails = rows.map(({ email }) => email);
  });
  return emails;
}

/** Pages act once they run: what is pressed before that is lost. */
async function press(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name }).click();
}

test('somebody signs in by the operator’s provider, and finds under Profile that they have no password', async ({
  as,
  stranger,
  provider,
}) => {
  await as('Operator');
  const nia = somebody('Nia');
  provider.somebody = nia;
  const page = await stranger();
  const refused: string[] = [];
  page.on('console', (line) => line.text().includes('Content Security Policy') && refused.push(line.text()));
  await page.goto('/sign-in');
  await press(page, 'Continue with Harbour');
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(1);
  await page.goto('/settings/profile');
  await expect(page.getByText(nia.email)).toBeVisible();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await press(page, 'Disconnect Harbour');
  await expect(page.getByText('It is your only way in. Set a password first.')).toBeVisible();
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByLabel('Current password')).toBeVisible();
  await page.getByRole('button', { name: 'Disconnect Harbour' }).click();
  await expect(page.getByRole('button', { name: 'Connect Harbour', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Connect Harbour', exact: true }).click();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  expect(refused).toEqual([]);
});

test('what goes wrong at a provider is told at the door in a sentence', async ({ as, stranger, provider }) => {
  await as('Operator');
  const page = await stranger();
  const said = async (sentence: string | RegExp) => {
    await page.goto('/sign-in');
    await press(page, 'Continue with Harbour');
    await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible();
  };
  provider.somebody = { ...somebody('Una'), email_verified: false };
  await said('does not say that your e-mail address is yours');
  await expectAccessibleInAllThemes(page);
  provider.somebody = somebody('Una');
  provider.spoils({ aud: 'somebody-else' });
  await said('What came back from the provider was no good');
  provider.isRefused = true;
  await said('The provider did not let you through');
  provider.isRefused = false;
  provider.otherwise = (res) => void res.destroy();
  await said("The provider can't be reached right now");
  provider.otherwise = null;
});

test('an invitation is opened by somebody without an account, who makes one and is in', async ({
  as,
  stranger,
  server,
}) => {
  const olga = await as('Olga');
  const { link, organizationId } = await invitationOf(server, olga);
  const page = await stranger();
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Join Northlight' })).toBeVisible();
  await expect(page.getByText('Olga invites you as a member')).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  const { email } = somebody('New');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Name').fill('New');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(1);
  expect(await membersOf(server, organizationId)).toEqual([email]);

  const late = await stranger(phone);
  await late.goto(link);
  await expect(late.getByRole('heading', { name: 'This invitation is over' })).toBeVisible();
  await expectAccessibleInAllThemes(late);
});

test('who is signed in joins by a press, and who isn’t whom it is for signs out and comes back to it', async ({
  as,
  server,
}) => {
  const olga = await as('Olga');
  const page = await as('Jonas', phone);
  const forAnother = await invitationOf(server, olga, { email: 'somebody.else@example.org' });
  await page.goto(forAnother.link);
  await expect(page.getByText('You are signed in as Jonas')).toBeVisible();
  await expectAccessibleInAllThemes(page);
  await press(page, 'Join Northlight');
  await expect(page.getByText('for another e-mail address than the one of your account')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Create an account' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(forAnother.link);
  expect(await membersOf(server, forAnother.organizationId)).toEqual([]);

  const again = await as('Jonas');
  const { link, organizationId } = await invitationOf(server, olga);
  await again.goto(link);
  await press(again, 'Join Northlight');
  await expect(again.getByRole('log').getByRole('article')).toHaveCount(1);
  expect(await membersOf(server, organizationId)).toHaveLength(1);
});

test('an invitation is carried to the provider and back: somebody new is in, somebody known joins by a press', async ({
  as,
  stranger,
  server,
  provider,
}) => {
  const olga = await as('Olga');
  const first = await invitationOf(server, olga);
  const nia = somebody('Nia');
  provider.somebody = nia;
  const page = await stranger();
  await page.goto(first.link);
  await press(page, 'Continue with Harbour');
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(1);
  expect(await membersOf(server, first.organizationId)).toEqual([nia.email]);

  const second = await invitationOf(server, olga);
  const elsewhere = await stranger();
  await elsewhere.goto(second.link);
  await elsewhere.getByRole('link', { name: 'Sign in' }).click();
  await press(elsewhere, 'Continue with Harbour');
  await expect(elsewhere.getByText(`You are signed in as ${nia.name}`)).toBeVisible();
  expect(await membersOf(server, second.organizationId)).toEqual([]);
  await press(elsewhere, 'Join Northlight');
  await expect(elsewhere.getByRole('log').getByRole('article')).toHaveCount(1);
  expect(await membersOf(server, second.organizationId)).toEqual([nia.email]);
});
