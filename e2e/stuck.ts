import type { BrowserContextOptions, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { must } from '#lib/std/must.ts';
import type { TestServer } from './server.ts';
import { ask } from './states/stage.ts';
import { inDatabase } from './in-database.ts';

type As = (name: string, device?: BrowserContextOptions) => Promise<Page>;

/** A page of somebody who runs this installation. */
export async function operatorAs(
  { as, server }: { as: As; server: TestServer },
  name: string,
  device?: BrowserContextOptions,
): Promise<Page> {
  const page = await as(name, device);
  const id = await idOf(page);
  await inDatabase(server, (sql) => sql`update users set is_operator = true where id = ${id}`);
  return page;
}

export async function idOf(page: Page): Promise<string> {
  const me = await page.request.get('/api/trpc/accounts.me');
  return ((await me.json()) as { result: { data: { id: string } } }).result.data.id;
}

export interface Stuck {
  sandboxId: string;
  conversationId: string;
  deliveryId: string;
  pushId: string;
  /** Stands in what was said, and nowhere else. */
  secret: string;
}

/** Somebody's agent that has an endpoint, and something for it that was given up after two tries; and a push that failed. */
export async function getStuck(server: TestServer, page: Page, name: string): Promise<Stuck> {
  const userId = await idOf(page);
  const [home] = await inDatabase(
    server,
    (sql) => sql<{ sandboxId: string; conversationId: string }[]>`
      update sandboxes s set label = ${name} from conversations c where s.owner_id = ${userId} and c.sandbox_id = s.id
      returning s.id as "sandboxId", c.id as "conversationId"`,
  );
  const { sandboxId, conversationId } = must(home, 'a first conversation');
  await ask(page, server, 'bots.setEndpoint', { sandboxId, url: 'http://127.0.0.1:9/hooks/of/theirs' });
  const [deliveryId, pushId, targetId] = [ulid(), ulid(), ulid()];
  const secret = `said-${deliveryId}`;
  await ask(page, server, 'conversations.rename', { conversationId, title: secret });
  await inDatabase(server, async (sql) => {
    const [message] = await sql<{ id: string }[]>`
      select id from messages where conversation_id = ${conversationId} order by seq limit 1`;
    const messageId = must(message, 'a first message').id;
    await sql`
      insert into deliveries (id, sandbox_id, conversation_id, context, seq, type, message_id, state, attempts, failures, died_at)
      values (${deliveryId}, ${sandboxId}, ${conversationId}, ${deliveryId}, 1, 'message.updated', ${messageId}, 'dead', 2, 2, now())`;
    await sql`
      insert into delivery_attempts (delivery_id, n, at, status, failure, answer, duration_ms) values
        (${deliveryId}, 1, now(), 500, 'http_500', ${secret}, 41), (${deliveryId}, 2, now(), null, 'timeout', null, 10000)`;
    await sql`
      insert into push_targets (id, user_id, kind, address, name)
      values (${targetId}, ${userId}, 'web', ${`https://push.test/${targetId}`}, 'Chrome on Linux')`;
    await sql`
      insert into dispatches (id, kind, subject, user_id, sandbox_id, conversation_id, message_id, state, due_at, ended_at)
      values (${pushId}, 'message', ${pushId}, ${userId}, ${sandboxId}, ${conversationId}, ${messageId}, 'failed', now(), now())`;
    await sql`
      insert into dispatch_targets (dispatch_id, target_id, state, attempts, next_attempt_at, error)
      values (${pushId}, ${targetId}, 'failed', 3, now(), 'http_503')`;
  });
  return { sandboxId, conversationId, deliveryId, pushId, secret };
}

/** As nobody had ever set anything. */
export async function resetSettings(server: TestServer): Promise<void> {
  await inDatabase(server, (sql) => sql`update instance set settings = '{}', settings_version = settings_version + 1`);
}
