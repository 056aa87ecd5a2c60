import type { Page } from '@playwright/test';
import { expect, phone, test } from './fixtures.ts';
import { loseAgents, openTogether, organize } from './together.ts';

const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });
const rows = (page: Page) => list(page).locator('a[data-row]');
const articles = (page: Page) => page.getByRole('log').getByRole('article');
const unknown = (page: Page) => page.getByRole('heading', { name: 'No such conversation' });
const noPage = (page: Page) => page.getByRole('heading', { name: 'No such page' });
const path = (page: Page) => new URL(page.url()).pathname;

async function openChat(page: Page): Promise<string> {
  await page.goto('/claw/chat');
  await expect(articles(page)).toHaveCount(1);
  return path(page).split('/').at(-1) ?? '';
}

/** The agent of a person's first conversation. */
async function agentOf(page: Page): Promise<string> {
  const answer = await page.request.get('/api/trpc/sandboxes.list');
  const { result } = (await answer.json()) as { result: { data: { sandboxes: { sandboxId: string }[] } } };
  return result.data.sandboxes[0]?.sandboxId ?? '';
}

test('addresses of before lead to where the same thing is now, an organization’s too', async ({ as, server }) => {
  const page = await as('Maya', desk);
  const id = await openChat(page);
  await page.goto(`/claw/kilo-chat/${id}?sandboxId=old`);
  expect(path(page)).toBe(`/claw/chat/${id}`);
  await page.goto('/claw/kilo-chat');
  await expect(page).toHaveURL(new RegExp(`/claw/chat/${id}$`));
  const organizationId = await organize(server, id, [page]);
  await page.goto(`/organizations/${organizationId}/claw/kilo-chat/${id}`);
  expect(path(page)).toBe(`/organizations/${organizationId}/claw/chat/${id}`);
  await expect(articles(page)).toHaveCount(1);
});

test('a notification’s address opens its conversation, or the list where it names none', async ({ as }) => {
  const page = await as('Maya', phone);
  const id = await openChat(page);
  const agent = await agentOf(page);
  await page.goto(`/chat/${agent}/${id}?via=push`);
  expect(path(page)).toBe(`/claw/chat/${id}`);
  await expect(articles(page)).toHaveCount(1);
  await page.goto(`/chat/${agent}?via=push`);
  await expect(page.getByRole('dialog', { name: 'Conversations' })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().tap();
  await expect(articles(page)).toHaveCount(1);
});

test('an organization’s chat has its own agents’ conversations and keeps its address', async ({ as, server }) => {
  const [maya, jonas] = [await as('Maya', desk), await as('Jonas', desk)];
  const shared = await openTogether(server, [maya, jonas]);
  const organizationId = await organize(server, shared, [maya, jonas]);
  const root = `/organizations/${organizationId}/claw/chat`;
  await jonas.goto('/claw/chat');
  await expect(rows(jonas)).toHaveCount(2);
  const own = await list(jonas).locator(`a[data-row]:not([data-row="${shared}"])`).getAttribute('data-row');

  await jonas.goto(root);
  await expect(jonas).toHaveURL(new RegExp(`${root}/${shared}$`));
  await expect(articles(jonas)).toHaveCount(1);
  await expect(rows(jonas)).toHaveCount(1);
  expect(await rows(jonas).first().getAttribute('href')).toBe(`${root}/${shared}`);
  await list(jonas).getByRole('button', { name: 'New conversation' }).click();
  await expect(rows(jonas)).toHaveCount(2);
  expect(path(jonas)).toMatch(new RegExp(`^${root}/[0-9A-Z]{26}$`));

  await jonas.goto(`${root}/${own}`);
  await expect(unknown(jonas)).toBeVisible();
});

test('what is foreign looks like what never was: conversations, agents and organizations', async ({ as, server }) => {
  const [maya, zoe] = [await as('Maya', desk), await as('Zoe', desk)];
  const hers = await openChat(maya);
  await openChat(zoe);
  const agent = await agentOf(maya);
  const organizationId = await organize(server, hers, [maya]);

  const looks: string[] = [];
  for (const id of [hers, '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'nonsense']) {
    await zoe.goto(`/claw/chat/${id}`);
    await expect(unknown(zoe)).toBeVisible();
    looks.push(await zoe.getByRole('main').innerText());
  }
  expect(new Set(looks).size).toBe(1);
  for (const address of [
    `/organizations/${organizationId}/claw/chat`,
    `/organizations/${organizationId}/claw/chat/${hers}`,
    '/organizations/nobody/claw/chat',
    `/chat/${agent}`,
    `/chat/${agent}/${hers}?via=push`,
    '/chat/nobody',
  ]) {
    await zoe.goto(address);
    await expect(noPage(zoe), address).toBeVisible();
  }
});

test('whoever has no agent and nothing to read is led to where one is added', async ({ as, server }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await loseAgents(server, page);
  await page.goto('/claw/chat');
  await expect(page.getByRole('heading', { name: 'Add an agent' })).toBeVisible();
});

test('whoever comes for no conversation in particular is thrown into none', async ({ as }) => {
  const page = await as('Maya', desk);
  await openChat(page);
  await page.goto('/claw/chat?suppressAutoOpen=1');
  await expect(page.getByRole('heading', { name: 'No conversation is open' })).toBeVisible();
  await rows(page).first().click();
  await expect(articles(page)).toHaveCount(1);
});
