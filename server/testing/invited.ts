import { ulid } from 'ulid';
import { invite } from '#server/accounts/invitations/invite.ts';
import type { AppContext } from '#server/app-context.ts';
import type { Person } from './personas.ts';

type Somebody = Pick<Person, 'principal'>;

/** An organization that this person owns. */
export async function organizationOf(app: AppContext, { principal }: Somebody, name = 'Harbor'): Promise<string> {
  const id = ulid();
  await app.sql`insert into organizations (id, name) values (${id}, ${name})`;
  await app.sql`insert into organization_members (organization_id, user_id, role) values (${id}, ${principal.userId}, 'owner')`;
  return id;
}

/** An open invitation into it, as its page makes them. */
export async function inviteTo(
  app: AppContext,
  { principal }: Somebody,
  organizationId: string,
  { role = 'member', email }: { role?: 'admin' | 'member'; email?: string } = {},
): Promise<{ id: string; token: string; link: string }> {
  const { invitation, link } = await invite(app, principal, { organizationId, role, email });
  return { id: invitation.id, link, token: link.split('/').at(-1) ?? '' };
}
