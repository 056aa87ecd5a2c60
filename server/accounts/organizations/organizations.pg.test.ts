import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrganizationRole } from '#lib/contract/organizations.ts';
import { must } from '#lib/std/must.ts';
import { createSandbox } from '#server/sandboxes/create.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { guest, type Person } from '#server/testing/personas.ts';
import { countStatements } from '#server/testing/statements.ts';
import { disablePerson } from '../disable.ts';
import { createOrganization } from './create.ts';
import { deleteOrganization } from './delete.ts';
import { leaveOrganization, removeMember } from './leave.ts';
import { listMembers } from './members.ts';
import { listOwn, readOrganization, readUsage } from './read.ts';
import { renameOrganization, setRetention } from './change.ts';
import { handOver, setRole } from './roles.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
let mira: Somebody;
let jonas: Somebody;
let noor: Somebody;
let stranger: Somebody;
let operator: Somebody;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  [mira, jonas, noor, stranger, operator] = await Promise.all([
    guest(house.app, 'Mira'),
    guest(house.app, 'Jonas'),
    guest(house.app, 'Noor'),
    guest(house.app, 'Stranger'),
    guest(house.app, 'Operator'),
  ]);
  operator = { ...operator, principal: { ...operator.principal, isOperator: true } };
});
afterAll(() => house.close());

/** Mira's, with these in it. */
async function made(people: [Somebody, OrganizationRole][] = []): Promise<string> {
  const { organizationId } = await createOrganization(house.app, mira.principal, { name: 'Northlight' });
  for (const [{ principal }, role] of people) await put(organizationId, principal.userId, role);
  return organizationId;
}

async function put(organizationId: string, userId: string, role: OrganizationRole): Promise<void> {
  await house.app
    .sql`insert into organization_members (organization_id, user_id, role) values (${organizationId}, ${userId}, ${role})`;
}

async function rolesIn(organizationId: string): Promise<Record<string, string>> {
  const rows = await house.app.sql<{ name: string; role: string }[]>`
    select u.name, m.role from organization_members m join users u on u.id = m.user_id
    where m.organization_id = ${organizationId} order by u.name`;
  return Object.fromEntries(rows.map(({ name, role }) => [name, role]));
}

const of = (organizationId: string, { principal }: Somebody) => ({ organizationId, userId: principal.userId });
const codes = (results: PromiseSettledResult<unknown>[]) =>
  results
    .map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as { code: string }).code))
    .toSorted();

describe('roles', () => {
  it('whoever makes an organization owns it and finds it among their own, and nobody else does', async () => {
    const organizationId = await made();
    const own = await listOwn(house.app, mira.principal);
    expect(own.organizations).toContainEqual({ organizationId, name: 'Northlight', role: 'owner', agents: 0 });
    expect((await listOwn(house.app, stranger.principal)).organizations).toEqual([]);
    await expect(readOrganization(house.app, stranger.principal, organizationId)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('an admin makes a member an admin, and touches no owner', async () => {
    const organizationId = await made([
      [jonas, 'admin'],
      [noor, 'member'],
    ]);
    const by = jonas.principal;
    expect(await setRole(house.app, by, { ...of(organizationId, noor), role: 'admin' })).toMatchObject({
      role: 'admin',
    });
    for (const act of [
      () => setRole(house.app, by, { ...of(organizationId, mira), role: 'member' }),
      () => setRole(house.app, by, { ...of(organizationId, jonas), role: 'owner' }),
      () => removeMember(house.app, by, of(organizationId, mira)),
      () => handOver(house.app, by, of(organizationId, noor)),
      () => renameOrganization(house.app, by, { organizationId, name: 'Mine' }),
      () => setRetention(house.app, by, { organizationId, messageDays: 1 }),
      () => deleteOrganization(house.app, by, { organizationId, name: 'Northlight' }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await rolesIn(organizationId)).toEqual({ Jonas: 'admin', Mira: 'owner', Noor: 'admin' });
  });

  it('an operator may what an owner may, without being in it', async () => {
    const organizationId = await made([[jonas, 'member']]);
    await setRole(house.app, operator.principal, { ...of(organizationId, jonas), role: 'owner' });
    await setRole(house.app, operator.principal, { ...of(organizationId, mira), role: 'member' });
    expect(await rolesIn(organizationId)).toEqual({ Jonas: 'owner', Mira: 'member' });
    expect(await readOrganization(house.app, operator.principal, organizationId)).toMatchObject({ role: null });
    await expect(leaveOrganization(house.app, operator.principal, organizationId)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the last owner', () => {
  it('can’t leave, be removed or be made less, and can hand over to somebody who is in', async () => {
    const organizationId = await made([[jonas, 'member']]);
    for (const act of [
      () => leaveOrganization(house.app, mira.principal, organizationId),
      () => removeMember(house.app, operator.principal, of(organizationId, mira)),
      () => setRole(house.app, mira.principal, { ...of(organizationId, mira), role: 'admin' }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'last_owner' });
    }
    await expect(handOver(house.app, mira.principal, of(organizationId, stranger))).rejects.toMatchObject({
      code: 'not_found',
    });
    await handOver(house.app, mira.principal, of(organizationId, jonas));
    expect(await rolesIn(organizationId)).toEqual({ Jonas: 'owner', Mira: 'admin' });
  });

  it('is whoever can still sign in: an owner who is disabled keeps nobody else from being the last', async () => {
    const gone = await guest(house.app, 'Gone owner');
    const organizationId = await made([[gone, 'owner']]);
    await disablePerson(house.app, gone.principal.userId);
    await expect(leaveOrganization(house.app, mira.principal, organizationId)).rejects.toMatchObject({
      code: 'last_owner',
    });
    await removeMember(house.app, mira.principal, of(organizationId, gone));
    expect(await rolesIn(organizationId)).toEqual({ Mira: 'owner' });
  });

  it('stays when two owners make each other less in the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const organizationId = await made([[jonas, 'owner']]);
      const results = await Promise.allSettled([
        setRole(house.app, mira.principal, { ...of(organizationId, jonas), role: 'member' }),
        setRole(house.app, jonas.principal, { ...of(organizationId, mira), role: 'member' }),
      ]);
      expect(codes(results)).toEqual(['done', 'not_found']);
      expect(Object.values(await rolesIn(organizationId)).filter((role) => role === 'owner')).toHaveLength(1);
    }
  });

  it('stays when one hands over to somebody who leaves in the same moment', async () => {
    for (let round = 0; round < 8; round++) {
      const organizationId = await made([[jonas, 'member']]);
      const results = await Promise.allSettled([
        handOver(house.app, mira.principal, of(organizationId, jonas)),
        leaveOrganization(house.app, jonas.principal, organizationId),
      ]);
      expect([
        ['done', 'last_owner'],
        ['done', 'not_found'],
      ]).toContainEqual(codes(results));
      expect(Object.values(await rolesIn(organizationId))).toContain('owner');
    }
  });

  it('stays when both owners leave in the same moment', async () => {
    const organizationId = await made([[jonas, 'owner']]);
    const results = await Promise.allSettled(
      [mira, jonas].map(({ principal }) => leaveOrganization(house.app, principal, organizationId)),
    );
    expect(codes(results)).toEqual(['done', 'last_owner']);
  });
});

describe('lists', () => {
  it('pages through members by name, and finds them by name or e-mail, in as many statements at any length', async () => {
    const organizationId = await made();
    const few = countStatements(house.app);
    await listMembers(few.app, mira.principal, { organizationId, limit: 50 });
    const before = few.take();
    await house.app.sql`
      insert into users (id, email, name, pepper)
      select 'crowd-' || n, 'crowd-' || n || '@home.test', 'Crowd ' || lpad(n::text, 3, '0'), '' from generate_series(1, 120) n`;
    await house.app.sql`
      insert into organization_members (organization_id, user_id, role)
      select ${organizationId}, 'crowd-' || n, 'member' from generate_series(1, 120) n`;
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listMembers(few.app, mira.principal, { organizationId, limit: 50, cursor });
      expect(few.take()).toBe(before);
      names.push(...page.members.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names).toHaveLength(121);
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
    const found = await listMembers(house.app, mira.principal, { organizationId, limit: 50, search: 'CROWD-7@' });
    expect(found.members.map(({ userId }) => userId)).toEqual(['crowd-7']);
    await expect(
      listMembers(house.app, mira.principal, { organizationId, limit: 50, cursor: 'elsewhere' }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('counts what there is of it in a fixed number of statements', async () => {
    const organizationId = await made([[jonas, 'member']]);
    const counted = countStatements(house.app);
    expect(await readUsage(counted.app, mira.principal, organizationId)).toEqual({
      people: 2,
      agents: 0,
      conversations: 0,
      messages: 0,
      fileBytes: 0,
    });
    const before = counted.take();
    await createSandbox(house.app, mira.principal, { label: 'Harbor', organizationId });
    expect(await readUsage(counted.app, mira.principal, organizationId)).toMatchObject({ agents: 1, conversations: 1 });
    expect(counted.take()).toBe(before);
  });
});

describe('deleting', () => {
  it('takes the typed name, an owner, and no agent left', async () => {
    const organizationId = await made([[jonas, 'member']]);
    const { sandbox } = await createSandbox(house.app, mira.principal, { label: 'Harbor', organizationId });
    const asked = { organizationId, name: 'Northlight' };
    await expect(deleteOrganization(house.app, mira.principal, { ...asked, name: 'North' })).rejects.toMatchObject({
      code: 'impossible_value',
    });
    await expect(deleteOrganization(house.app, mira.principal, asked)).rejects.toMatchObject({ code: 'conflict' });
    await house.app.sql`update sandboxes set status = 'destroyed' where id = ${sandbox.sandboxId}`;
    await deleteOrganization(house.app, mira.principal, asked);
    await expect(readOrganization(house.app, mira.principal, organizationId)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('and making an agent in it at the same moment: one of the two is told', async () => {
    for (let round = 0; round < 5; round++) {
      const organizationId = await made();
      const results = await Promise.allSettled([
        deleteOrganization(house.app, mira.principal, { organizationId, name: 'Northlight' }),
        createSandbox(house.app, mira.principal, { label: 'Harbor', organizationId }),
      ]);
      expect([
        ['conflict', 'done'],
        ['done', 'not_found'],
      ]).toContainEqual(codes(results));
    }
  });
});

describe('an organization’s agent', () => {
  it('is made by whoever runs it, not by a member, nor by an operator who isn’t in it', async () => {
    const organizationId = await made([
      [jonas, 'admin'],
      [noor, 'member'],
    ]);
    const make = (who: Somebody) => createSandbox(house.app, who.principal, { label: 'Harbor', organizationId });
    expect((await make(jonas)).sandbox).toMatchObject({ organizationId, ownerName: 'Northlight', mayManage: true });
    await expect(make(noor)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(make(operator)).rejects.toMatchObject({ code: 'not_found' });
    await expect(make(stranger)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('flies a flag that its maker sees nowhere else', async () => {
    const organizationId = await made();
    const { sandbox } = await createSandbox(house.app, mira.principal, { label: 'Guide', organizationId });
    const flags = await house.app.sql<{ flag: string }[]>`
      select flag from sandboxes where owner_id = ${mira.principal.userId} and organization_id is null`;
    expect(flags.map(({ flag }) => flag)).not.toContain(sandbox.flag);
    expect(must(sandbox, 'the agent').flag).toHaveLength(1);
  });
});
