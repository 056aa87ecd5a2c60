import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';
import { inDatabase } from '../in-database.ts';
import { loseAgents } from '../together.ts';
import { articles, ask, desk, field, list, meet, send, write, type Stage } from './stage.ts';

const rows = (page: Page) => list(page).locator('a[data-row]');
const row = (page: Page, title: string) => rows(page).filter({ hasText: title });

async function openMenu(page: Page, of: Locator): Promise<void> {
  await of.hover();
  await of.locator('..').getByRole('button').click();
  await expect(page.getByRole('menuitem', { name: 'Rename' })).toBeVisible();
}

async function choose(page: Page, of: Locator, thing: string): Promise<void> {
  await openMenu(page, of);
  await page.getByRole('menuitem', { name: thing, exact: true }).click();
}

/** A list in which every row is in another state, and what stands over it. */
export async function conversations(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const [mira, jonas] = [await as('Mira Okafor', desk), await as('Jonas Weil', desk)];
  const { conversationId, sandboxId, harbor } = await meet(stage, [mira, jonas]);
  const titles = [
    'Comparing object stores',
    'Release notes 2.14',
    'Talk outline, PostgresConf',
    'Disk alerts on db-2',
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
    'Rewrite the onboarding guide',
  ];
  for (const title of titles) await ask(mira, server, 'conversations.create', { sandboxId, title });
  const ids = await inDatabase(
    server,
    (sql) => sql<{ id: string; title: string }[]>`select id, title from conversations where sandbox_id = ${sandboxId}`,
  );
  const idOf = (title: string) => ids.find((one) => one.title === title)?.id ?? '';
  await send(mira, server, idOf('Comparing object stores'), 'price them for 40 TB, cold');
  await harbor.send({ conversationId: idOf('Release notes 2.14'), text: 'I cut the second paragraph.' });
  await harbor.send({ conversationId: idOf('Release notes 2.14'), text: 'And the third.' });
  await ask(mira, server, 'conversations.setPinned', { conversationId: idOf('Comparing object stores') });
  await ask(mira, server, 'conversations.setMuted', { conversationId: idOf('Disk alerts on db-2') });
  await ask(mira, server, 'conversations.archive', { conversationId: idOf('Rewrite the onboarding guide') });
  await inDatabase(
    server,
    (sql) => sql`
      update conversations set last_activity_at = now() - interval '3 days'
      where id in (${idOf('Disk alerts on db-2')}, ${idOf('Talk outline, PostgresConf')})`,
  );
  await mira.goto(`/claw/chat/${idOf('Talk outline, PostgresConf')}`);
  await field(mira).fill('open with the sequence story');
  await field(mira).blur();
  await mira.goto(`/claw/chat/${conversationId}`);
  await expect(row(mira, 'Talk outline')).toContainText('Draft');
  await expect(row(mira, 'Release notes')).toContainText('2 new');
  await show('list-rows', mira);
  await openMenu(mira, row(mira, 'Release notes'));
  await show('list-menu', mira);
  await mira.getByRole('menuitem', { name: 'Rename' }).click();
  await expect(mira.getByRole('textbox', { name: 'New title' })).toBeFocused();
  await show('list-rename', mira);
  // It may be gone: on a phone the list lies behind the page, and what loses the focus is done.
  await mira.keyboard.press('Escape');
  await choose(mira, row(mira, 'Donaudampf'), 'Delete');
  const question = list(mira).getByRole('group', { name: /Delete it for everybody/ });
  await expect(question).toBeVisible();
  await show('list-delete-question', mira);
  await question.getByRole('button', { name: 'No' }).click();
  await choose(mira, row(mira, 'Donaudampf'), 'Archive');
  await expect(mira.getByRole('status').getByRole('button', { name: 'Undo' })).toBeVisible();
  await show('toast', mira);
  await list(mira).getByRole('button', { name: 'Archived' }).click();
  await expect(row(mira, 'Rewrite the onboarding')).toBeVisible();
  await show('list-archived', mira);

  await mira.goto(`/claw/chat/${conversationId}`);
  await write(mira, 'Is there a lighthouse near the harbour?');
  await expect(articles(mira)).toHaveCount(2);
  const palette = mira.getByRole('dialog', { name: 'Search or go to' });
  await mira.keyboard.press('ControlOrMeta+k');
  await expect(palette.getByRole('option').first()).toBeVisible();
  await show('palette', mira);
  await mira.keyboard.type('lighthou');
  await expect(palette.locator('mark').first()).toBeVisible();
  await show('palette-hits', mira);
  await mira.keyboard.press('Escape');
  await mira.getByRole('log').focus();
  await mira.keyboard.press('?');
  await expect(mira.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await show('shortcuts', mira);
  await mira.keyboard.press('Escape');
  await field(mira).pressSequentially('@');
  await expect(mira.getByRole('listbox', { name: 'People to mention' })).toBeVisible();
  await show('composer-mention', mira);
  await field(mira).fill('a'.repeat(7_900));
  await expect(mira.getByText('100 characters left').filter({ visible: true })).toBeVisible();
  await show('composer-counter', mira);
  await field(mira).fill('');
  await mira.getByRole('button', { name: /your account/ }).click();
  await expect(mira.getByRole('menu')).toBeVisible();
  await show('account-menu', mira);
  await mira.keyboard.press('Escape');

  const [{ organizationId } = { organizationId: '' }] = await inDatabase(
    server,
    (sql) => sql<{ organizationId: string }[]>`
      select organization_id as "organizationId" from sandboxes where id = ${sandboxId}`,
  );
  await mira.goto(`/organizations/${organizationId}/claw/chat/${conversationId}`);
  await expect(articles(mira)).toHaveCount(2);
  await show('organization-chat', mira);
}

/** Nothing yet, not yet, not at all. */
export async function empty(stage: Stage): Promise<void> {
  const { as, server, show } = stage;
  const mira = await as('Mira Okafor', desk);
  const { conversationId, sandboxId } = await meet(stage, [mira]);
  await mira.goto('/claw/chat?suppressAutoOpen=1');
  await expect(mira.getByRole('heading', { name: 'No conversation is open' })).toBeVisible();
  await show('none-open', mira);
  await list(mira).getByRole('button', { name: 'New conversation' }).click();
  await expect(mira).not.toHaveURL(/suppressAutoOpen/);
  await expect(field(mira)).toBeVisible();
  await show('conversation-empty', mira);
  await mira.goto('/claw/chat/01ARZ3NDEKTSV4RRFFQ69G5FAV');
  await expect(mira.getByRole('heading', { name: 'No such conversation' })).toBeVisible();
  await show('conversation-unknown', mira);

  await ask(mira, server, 'conversations.create', { sandboxId, title: 'Another' });
  await mira.goto(`/claw/chat/${conversationId}`);
  const { promise: mayGo, resolve: letGo } = Promise.withResolvers<void>();
  await mira.route(/messages\.list|conversations\.get/, async (route) => {
    await mayGo;
    await route.fulfill({ status: 500, json: broken });
  });
  await row(mira, 'Another').click();
  await expect(mira.getByLabel('Loading messages')).toBeVisible();
  await show('conversation-loading', mira);
  letGo();
  await expect(mira.getByText("This conversation didn't load.")).toBeVisible({ timeout: 20_000 });
  await show('conversation-failed', mira);
  await mira.unrouteAll();

  await loseAgents(server, mira);
  // Whoever comes without that is led on to where an agent is added.
  await mira.goto('/claw/chat?suppressAutoOpen=1');
  await expect(mira.getByRole('heading', { name: /Nothing here yet|No agent yet/ })).toBeVisible();
  await show('nothing-yet', mira);
}

const broken = {
  error: {
    message: 'The server answered with an error.',
    data: { code: 'internal', requestId: '01JD3K', issues: null },
  },
};
