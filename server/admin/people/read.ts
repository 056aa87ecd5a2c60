import type { PersonDetail, PersonDevice } from '#lib/contract/admin/people.ts';
import type { OrganizationRole } from '#lib/contract/organizations.ts';
import type { Runtime, SandboxStatus } from '#lib/contract/sandboxes.ts';
import { listKeys } from '#server/accounts/api-keys.ts';
import { listSessions } from '#server/accounts/session-list.ts';
import type { AppContext } from '#server/app-context.ts';
import { notFound } from '#server/errors.ts';
import { listDevices } from '#server/notifications/devices.ts';
import { personColumns, type PersonRow, presentPerson } from './list.ts';

/** Of each: more than anybody has. */
const listedMax = 200;

interface Place {
  userId: string;
  /** The session that asks. */
  currentId: string | null;
}

/** Somebody's account, with all that hangs on it. Seven statements. */
export async function readPerson(app: AppContext, { userId, currentId }: Place): Promise<PersonDetail> {
  const person = await readRow(app, userId);
  if (person === undefined) throw notFound();
  const [{ sessions }, { targets }, { keys }, organizations, sandboxes, identities] = await Promise.all([
    listSessions(app, { userId, currentId }),
    listDevices(app, { userId, sessionId: currentId }),
    listKeys(app, { userId }),
    organizationsOf(app, userId),
    sandboxesOf(app, userId),
    identitiesOf(app, userId),
  ]);
  return {
    ...presentPerson(person),
    hasPassword: person.hasPassword,
    conversations: person.conversations,
    sessions,
    devices: targets.map(({ id, name, kind, createdAt, usedAt }): PersonDevice => ({
      id,
      name,
      kind,
      createdAt,
      usedAt,
    })),
    keys,
    organizations,
    sandboxes,
    identities,
  };
}

async function readRow({ sql }: AppContext, userId: string) {
  const [row] = await sql<(PersonRow & { hasPassword: boolean; conversations: number })[]>`
    select ${personColumns(sql)}, u.password_hash is not null as "hasPassword",
      (select count(*) from conversation_members m where m.member_id = u.id and m.left_at is null) as conversations
    from users u where u.id = ${userId}`;
  return row;
}

async function organizationsOf({ sql }: AppContext, userId: string) {
  return sql<{ id: string; name: string; role: OrganizationRole }[]>`
    select o.id, o.name, m.role from organization_members m join organizations o on o.id = m.organization_id
    where m.user_id = ${userId} order by o.name, o.id limit ${listedMax}`;
}

async function sandboxesOf({ sql }: AppContext, userId: string) {
  return sql<{ sandboxId: string; label: string; flag: string; runtime: Runtime; status: SandboxStatus }[]>`
    select id as "sandboxId", label, flag, runtime, status from sandboxes
    where owner_id = ${userId} and status <> 'destroyed' order by created_at, id limit ${listedMax}`;
}

async function identitiesOf({ sql }: AppContext, userId: string): Promise<PersonDetail['identities']> {
  const rows = await sql<{ issuer: string; subject: string; createdAt: Date; lastUsedAt: Date | null }[]>`
    select issuer, subject, created_at as "createdAt", last_used_at as "lastUsedAt" from identities
    where user_id = ${userId} order by created_at, issuer, subject limit ${listedMax}`;
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.getTime(),
    lastUsedAt: row.lastUsedAt?.getTime() ?? null,
  }));
}
