import { expect, type APIRequestContext, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { BotApi } from '#lib/bot-sdk/api.ts';
import type { TestServer } from '../e2e/server.ts';
import { inDatabase } from '../e2e/in-database.ts';
import { agentKeyOf, fillLog } from '../e2e/together.ts';
import { installProbe } from './page-probe.ts';

const password = 'a long enough password';
const desk = { viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' } as const;

/** One person with one long conversation, who can open it in a browser that knows them and nothing else. */
export interface Reader {
  conversationId: string;
  agent: BotApi;
  /** A page of a browser that is as empty as on the first day; with it goes the browser. */
  visit(): Promise<Page>;
  /** The agent says so much at once, with all that belongs to it in the log. Answers the last words, said only once. */
  say(count: number): Promise<string>;
}

interface Settings {
  name: string;
  messages: number;
}

export async function newReader(server: TestServer, browser: Browser, { name, messages }: Settings): Promise<Reader> {
  const own: BrowserContextOptions = { ...desk, baseURL: server.url };
  const context = await browser.newContext(own);
  const page = await context.newPage();
  await enter(page.request, server.url, name);
  await page.goto('/claw/chat');
  await expect(page.getByRole('log').getByRole('article')).toHaveCount(1);
  const conversationId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const storageState = await context.storageState();
  await context.close();
  await fillLog(server, conversationId, messages);
  const { key, sandboxId } = await agentKeyOf(server, conversationId);
  return {
    conversationId,
    agent: new BotApi({ url: server.url, key, sandboxId }),
    visit: async () => {
      const visited = await browser.newContext({ ...own, storageState });
      await visited.addInitScript(installProbe);
      return visited.newPage();
    },
    say: (count) => sayAtOnce(server, conversationId, count),
  };
}

/** An account, and signed in to it. */
export async function enter(visitor: APIRequestContext, origin: string, name: string): Promise<void> {
  const headers = { origin, 'x-claw-chat': '1' };
  const email = `${name.toLowerCase()}@example.org`;
  const signedUp = await visitor.post('/api/trpc/accounts.signUp', { headers, data: { name, email, password } });
  expect(signedUp.status(), await signedUp.text()).toBe(200);
  const { csrfToken } = (await (await visitor.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const form = { csrfToken, email, password, json: 'true' };
  const signedIn = await visitor.post('/api/auth/callback/credentials', { headers, form });
  expect(signedIn.status(), await signedIn.text()).toBe(200);
}

let occasions = 0;

/** By the function that every send ends in. Over the bot API so many would take a quarter of an hour, as its budget wants. */
async function sayAtOnce(server: TestServer, conversationId: string, count: number): Promise<string> {
  const occasion = ` on occasion ${++occasions}.`;
  await inDatabase(
    server,
    (sql) => sql`
      select count(*) from conversations c
      join conversation_members m on m.conversation_id = c.id and m.kind = 'bot'
      cross join generate_series(1, ${count}) n
      cross join lateral send_message(
        c.id, m.member_id, '02' || lpad(upper(to_hex(c.seq + n)), 24, '0'), null, null,
        jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'Said ' || n || ' of ' || ${count}::int || ${occasion}::text)), null)
      where c.id = ${conversationId}`,
  );
  return `Said ${count} of ${count}${occasion}`;
}
