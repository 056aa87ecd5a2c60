import type { Page } from '@playwright/test';
import { inDatabase } from './in-database.ts';
import type { TestServer } from './server.ts';

let made = 0;

/** A new organization of this page's person, and the path of an invitation into it. */
export async function invitationOf(
  server: TestServer,
  owner: Page,
  input: { email?: string } = {},
): Promise<{ link: string; organizationId: string }> {
  const me = (await (await owner.request.get('/api/trpc/accounts.me')).json()) as { result: { data: { id: string } } };
  const { id } = me.result.data;
  const organizationId = `of-${id}-${(made += 1)}`;
  await inDatabase(server, async (sql) => {
    await sql`insert into organizations (id, name) values (${organizationId}, 'Northlight')`;
    await sql`insert into organization_members (organization_id, user_id, role) values (${organizationId}, ${id}, 'owner')`;
  });
  const answer = await owner.request.post('/api/trpc/invitations.create', {
    headers: { origin: server.url, 'x-claw-chat': '1' },
    data: { organizationId, role: 'member', ...input },
  });
  const { result } = (await answer.json()) as { result: { data: { link: string } } };
  return { link: new URL(result.data.link).pathname, organizationId };
}
