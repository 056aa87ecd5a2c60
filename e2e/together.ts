import type { Page } from '@playwright/test';
import type { ConversationPage } from '#lib/contract/chat.ts';
import { must } from '#lib/std/must.ts';
import { mintKey } from '#server/keys.ts';
import { expect } from './fixtures.ts';
import { inDatabase } from './in-database.ts';
import type { TestServer } from './server.ts';

/** The first person's conversation, open on the pages of all of them. Answers with its id. */
export async function openTogether(server: TestServer, [first, ...others]: [Page, ...Page[]]): Promise<string> {
  const conversationId = await welcomeOf(first);
  const path = `/claw/chat/${conversationId}`;
  for (const page of others) await letIn(server, conversationId, page);
  const all = [first, ...others];
  const listening = all.map((page) => isToldOf(page, conversationId));
  for (const page of all) await page.goto(path);
  for (const page of all) await expect(page.getByRole('log').getByRole('article')).toHaveCount(1);
  await Promise.all(listening);
  return conversationId;
}

/** The conversation that a new person finds, as soon as its agent has said its first words. */
async function welcomeOf(page: Page): Promise<string> {
  const find = async () => {
    const answer = await page.request.get('/api/trpc/conversations.list?input={}');
    const { result } = (await answer.json()) as { result: { data: ConversationPage } };
    return result.data.conversations.find(({ preview }) => preview !== null)?.conversationId ?? null;
  };
  await expect.poll(find).not.toBeNull();
  return must(await find(), 'the conversation that was there');
}

/** Until the page hears what is kept nowhere: a word that somebody writes, said before that, it would never know of. */
async function isToldOf(page: Page, conversationId: string): Promise<void> {
  const told = Promise.withResolvers<void>();
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const frame = String(payload);
      if (frame.includes('"context.subscribed"') && frame.includes(`/${conversationId}"`)) told.resolve();
    }),
  );
  await told.promise;
}

/** Only people of one organization can be added by hand, and these sign up one by one. */
async function letIn(server: TestServer, conversationId: string, page: Page): Promise<void> {
  const id = await idOf(page);
  await inDatabase(
    server,
    (sql) => sql`
      insert into conversation_members (conversation_id, member_id, kind)
      values (${conversationId}, ${id}, 'user')`,
  );
}

async function idOf(page: Page): Promise<string> {
  const me = await page.request.get('/api/trpc/accounts.me');
  const { result } = (await me.json()) as { result: { data: { id: string } } };
  return result.data.id;
}

/** The agent of a conversation now belongs to an organization, which the first of these people owns. Answers with its id. */
export async function organize(server: TestServer, conversationId: string, pages: readonly Page[]): Promise<string> {
  const organizationId = `org-${conversationId}`;
  const ids = await Promise.all(pages.map(idOf));
  await inDatabase(server, async (sql) => {
    await sql`insert into organizations (id, name) values (${organizationId}, 'Northlight')`;
    for (const id of ids) {
      const role = id === ids[0] ? 'owner' : 'member';
      await sql`insert into organization_members (organization_id, user_id, role) values (${organizationId}, ${id}, ${role})`;
    }
    await sql`
      update sandboxes set organization_id = ${organizationId}
      where id = (select sandbox_id from conversations where id = ${conversationId})`;
  });
  for (const page of pages) await page.reload();
  return organizationId;
}

/** Puts somebody into an organization, as an invitation does. */
export async function putIn(server: TestServer, organizationId: string, page: Page, role = 'member'): Promise<void> {
  const id = await idOf(page);
  await inDatabase(
    server,
    (sql) => sql`
      insert into organization_members (organization_id, user_id, role) values (${organizationId}, ${id}, ${role})`,
  );
}

/** A person whose agents are all gone, with everything that was said to them. */
export async function loseAgents(server: TestServer, page: Page): Promise<void> {
  const id = await idOf(page);
  await inDatabase(server, async (sql) => {
    await sql`delete from conversations where sandbox_id in (select id from sandboxes where owner_id = ${id})`;
    await sql`update sandboxes set status = 'destroyed' where owner_id = ${id}`;
  });
}

/** A conversation of long ago: so many messages, in turns of five, without the events that nobody reads any more. */
export async function fillLog(server: TestServer, conversationId: string, count: number): Promise<void> {
  await inDatabase(server, async (sql) => {
    await sql`
      insert into messages (conversation_id, id, sender_id, content, seq, created_at)
      select c.id, '01' || lpad(upper(to_hex(c.seq + n)), 24, '0'), members.ids[1 + (n / 5) % 2],
        jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'Line ' || n || repeat(' of a long log', (n % 17)::int))),
        c.seq + n, now() - interval '1 hour' + n * interval '10 milliseconds'
      from conversations c, generate_series(1, ${count}) n,
        lateral (select array_agg(member_id) as ids from conversation_members m where m.conversation_id = c.id) members
      where c.id = ${conversationId}`;
    await sql`
      update conversations set seq = seq + ${count}, last_activity_at = now() where id = ${conversationId}`;
    await sql`
      update conversation_members set last_read_seq = (select seq from conversations where id = ${conversationId})
      where conversation_id = ${conversationId}`;
  });
}

/** A key of a conversation's agent, for a test that speaks in its name beside the program that does. */
export async function agentKeyOf(
  server: TestServer,
  conversationId: string,
): Promise<{ sandboxId: string; key: string }> {
  const { id, key, secretHash } = mintKey('ccb');
  const [row] = await inDatabase(
    server,
    (sql) => sql<{ sandboxId: string }[]>`
      insert into bot_keys (id, sandbox_id, name, secret_hash)
      select ${id}, sandbox_id, 'a test', ${secretHash} from conversations where id = ${conversationId}
      returning sandbox_id as "sandboxId"`,
  );
  return { sandboxId: must(row, 'the conversation of that agent').sandboxId, key };
}
