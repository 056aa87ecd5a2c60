import type { BrowserContextOptions, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { BotApi } from '#lib/bot-sdk/api.ts';
import { expect } from '../fixtures.ts';
import { inDatabase } from '../in-database.ts';
import type { TestServer } from '../server.ts';
import { agentKeyOf, openTogether, organize } from '../together.ts';

/** What a walk has to work with, and what is done wherever it stops: a picture is taken, or axe looks. */
export interface Stage {
  as(name: string, device?: BrowserContextOptions): Promise<Page>;
  stranger(device?: BrowserContextOptions): Promise<Page>;
  server: TestServer;
  show(state: string, page: Page): Promise<void>;
}

export const desk = { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' } as const;
export const log = (page: Page) => page.getByRole('log');
export const articles = (page: Page) => log(page).getByRole('article');
export const said = (page: Page, words: string | RegExp) => articles(page).filter({ hasText: words });
export const field = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
export const list = (page: Page) => page.getByRole('navigation', { name: 'Conversations' });

export async function write(page: Page, words: string): Promise<void> {
  await field(page).fill(words);
  await page.keyboard.press('Enter');
}

/** As another program of the same person would. */
export async function ask(page: Page, { url }: TestServer, procedure: string, data: object): Promise<void> {
  const response = await page.request.post(`/api/trpc/${procedure}`, {
    headers: { origin: url, 'x-claw-chat': '1' },
    data,
  });
  expect(response.status(), await response.text()).toBe(200);
}

export async function send(page: Page, server: TestServer, conversationId: string, words: string): Promise<void> {
  const content = [{ type: 'text', text: words }];
  await ask(page, server, 'messages.send', { conversationId, content, clientId: ulid() });
}

/** People of one organization in a conversation with Harbor, an agent that says only what the walk lets it say. */
export interface House {
  conversationId: string;
  sandboxId: string;
  key: string;
  harbor: BotApi;
}

export async function meet({ server }: Stage, pages: [Page, ...Page[]]): Promise<House> {
  const conversationId = await openTogether(server, pages);
  const { sandboxId, key } = await agentKeyOf(server, conversationId);
  await inDatabase(
    server,
    (sql) => sql`update sandboxes set label = 'Harbor', flag = 'H', runtime = 'external' where id = ${sandboxId}`,
  );
  await ask(pages[0], server, 'conversations.rename', { conversationId, title: 'Ship shop-api 2.14 to staging' });
  await organize(server, conversationId, pages);
  // Who had its voice until now says so when it goes.
  const gone = pages[0].getByText('Harbor is offline').filter({ visible: true });
  await expect(gone.first()).toBeVisible({ timeout: 20_000 });
  return { conversationId, sandboxId, key, harbor: new BotApi({ url: server.url, sandboxId, key }) };
}
