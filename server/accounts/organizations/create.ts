import { sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { Organization } from '#lib/contract/organizations.ts';
import type { UserPrincipal } from '#lib/contract/principals.ts';
import type { AppContext } from '#server/app-context.ts';
import { readOrganization } from './read.ts';

/** Whoever makes one owns it. */
export async function createOrganization(
  app: AppContext,
  principal: UserPrincipal,
  { name }: { name: string },
): Promise<Organization> {
  const id = ulid();
  await app.transaction(async (tx) => {
    await tx.db.execute(sql`insert into organizations (id, name) values (${id}, ${name})`);
    await tx.db.execute(sql`
      insert into organization_members (organization_id, user_id, role) values (${id}, ${principal.userId}, 'owner')`);
  });
  return readOrganization(app, principal, id);
}
