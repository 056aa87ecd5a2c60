import type { AppContext } from '#server/app-context.ts';

/** Gives a sandbox to an organization of its own, with these people in it. Answers the organization's id. */
export async function organize(
  app: AppContext,
  sandboxId: string,
  people: Record<string, 'owner' | 'admin' | 'member'>,
): Promise<string> {
  const id = `of-${sandboxId}`;
  await app.sql`insert into organizations (id, name) values (${id}, 'Harbor')`;
  await app.sql`update sandboxes set organization_id = ${id} where id = ${sandboxId}`;
  for (const [userId, role] of Object.entries(people)) {
    await app.sql`insert into organization_members (organization_id, user_id, role) values (${id}, ${userId}, ${role})`;
  }
  return id;
}
