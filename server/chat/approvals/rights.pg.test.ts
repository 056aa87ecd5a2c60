import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { disablePerson, enablePerson } from '#server/accounts/disable.ts';
import { toFault } from '#server/errors.ts';
import { getApprovers, setApprovers } from '#server/sandboxes/approvers.ts';
import { listSandboxes } from '#server/sandboxes/list.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';
import { askPeople } from '#server/testing/question.ts';
import { countStatements } from '#server/testing/statements.ts';
import { addMember } from '../members/add.ts';
import { removeMember } from '../members/leave.ts';
import { executeAction } from './decide.ts';

type Somebody = Omit<Person, 'password'>;

let house: TestApp;
/** Runs the installation; owns an agent of her own; owns an organization's agent, which Zoe runs and Jonas and Ines use. */
let olga: Somebody;
let maya: Somebody;
let zoe: Somebody;
let jonas: Somebody;
let ines: Somebody;
let organizationId: string;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous' });
  olga = await person(house.app, 'Olga');
  [maya, zoe, jonas, ines] = [
    await guest(house.app, 'Maya'),
    await guest(house.app, 'Zoe'),
    await guest(house.app, 'Jonas'),
    await guest(house.app, 'Ines'),
  ];
  const roles = {
    [idOf(maya)]: 'owner',
    [idOf(zoe)]: 'admin',
    [idOf(jonas)]: 'member',
    [idOf(ines)]: 'member',
  } as const;
  await organize(house.app, maya.sandboxId, roles);
  organizationId = `of-${maya.sandboxId}`;
  for (const one of [zoe, jonas, ines]) await join(one);
});
beforeEach(() => setApprovers(house.app, maya.principal, { sandboxId: maya.sandboxId, userIds: [] }));
afterAll(() => house.close());

function idOf({ principal }: Somebody): string {
  return principal.userId;
}

function join(one: Somebody): Promise<unknown> {
  return addMember(house.app, maya.principal, { conversationId: maya.conversationId, userId: idOf(one) });
}

function name(...people: Somebody[]) {
  return setApprovers(house.app, maya.principal, { sandboxId: maya.sandboxId, userIds: people.map(idOf) });
}

/** Each tries a question of their own, so that nobody finds it decided. */
async function outcomes(...people: Somebody[]): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const { name: who, principal } of people) {
    const question = await askPeople(house.app, maya);
    all[who] = await executeAction(house.app, principal, { ...question, value: 'deny' }).then(
      () => 'decided',
      (error: unknown) => toFault(error).code,
    );
  }
  return all;
}

async function listed(one: Somebody): Promise<Pick<Sandbox, 'mayDecide' | 'approvers'> | undefined> {
  const { sandboxes } = await listSandboxes(house.app, one.principal);
  const found = sandboxes.find(({ sandboxId }) => sandboxId === maya.sandboxId);
  return found && { mayDecide: found.mayDecide, approvers: found.approvers };
}

test('for an agent that is one person’s alone its owner decides, whoever else reads along', async () => {
  const { sandboxId, conversationId } = olga;
  await house.app.sql`
    insert into conversation_members (conversation_id, member_id, kind) values (${conversationId}, ${idOf(jonas)}, 'user')`;
  const question = await askPeople(house.app, { sandboxId, conversationId });
  const tried = executeAction(house.app, jonas.principal, { ...question, value: 'deny' });
  await expect(tried).rejects.toMatchObject({ code: 'forbidden' });
  await house.app.sql`insert into sandbox_approvers (sandbox_id, user_id) values (${sandboxId}, ${idOf(jonas)})`;
  const again = executeAction(house.app, jonas.principal, { ...question, value: 'deny' });
  await expect(again).rejects.toMatchObject({ code: 'forbidden' });
  const done = await executeAction(house.app, olga.principal, { ...question, value: 'deny' });
  expect(done.resolved.resolvedBy).toBe(idOf(olga));
});

test('for an organization’s agent its owners and admins decide; an operator who is no member of anything finds nothing', async () => {
  const most = { Maya: 'decided', Zoe: 'decided', Jonas: 'forbidden', Ines: 'forbidden' };
  expect(await outcomes(maya, zoe, jonas, ines, olga)).toEqual({ ...most, Olga: 'not_found' });
  expect(await listed(jonas)).toEqual({ mayDecide: false, approvers: ['Maya', 'Zoe'] });
  expect(await listed(zoe)).toMatchObject({ mayDecide: true });
});

test('those who are named decide instead, and only while they are in the organization, the conversation and their account', async () => {
  expect(await name(jonas, jonas)).toEqual({
    approvers: [{ userId: idOf(jonas), displayName: 'Jonas' }],
    isNamed: true,
  });
  expect(await outcomes(maya, zoe, jonas)).toEqual({ Maya: 'forbidden', Zoe: 'forbidden', Jonas: 'decided' });
  expect(await listed(maya)).toEqual({ mayDecide: false, approvers: ['Jonas'] });

  const { conversationId } = maya;
  await removeMember(house.app, maya.principal, { conversationId, memberId: idOf(jonas) });
  expect(await outcomes(maya, jonas)).toEqual({ Maya: 'forbidden', Jonas: 'not_found' });
  await join(jonas);

  await disablePerson(house.app, idOf(jonas));
  expect(await outcomes(maya)).toEqual({ Maya: 'decided' });
  await enablePerson(house.app, idOf(jonas));
  expect(await outcomes(maya)).toEqual({ Maya: 'forbidden' });

  await house.app.sql`delete from organization_members where user_id = ${idOf(jonas)}`;
  expect(await outcomes(maya, jonas)).toEqual({ Maya: 'decided', Jonas: 'forbidden' });
  expect(await getApprovers(house.app, zoe.principal, maya.sandboxId)).toMatchObject({ isNamed: false });
  await house.app.sql`
    insert into organization_members (organization_id, user_id, role) values (${organizationId}, ${idOf(jonas)}, 'member')`;
});

test('an agent’s owner and who runs its organization name approvers; nobody else, and nobody from elsewhere', async () => {
  const { sandboxId } = maya;
  const set = (by: Somebody, ...userIds: string[]) =>
    setApprovers(house.app, by.principal, { sandboxId, userIds }).then(
      () => 'ok',
      (error: unknown) => toFault(error).code,
    );
  expect(await set(zoe, idOf(ines))).toBe('ok');
  expect(await set(jonas, idOf(jonas))).toBe('forbidden');
  expect(await set(olga, idOf(olga))).toBe('not_found');
  expect(await set(maya, idOf(olga))).toBe('impossible_value');
  expect(await set(maya, 'nobody')).toBe('impossible_value');
  expect(await getApprovers(house.app, jonas.principal, sandboxId)).toMatchObject({
    approvers: [{ userId: idOf(ines) }],
  });
  const own = setApprovers(house.app, olga.principal, { sandboxId: olga.sandboxId, userIds: [idOf(olga)] });
  await expect(own).rejects.toMatchObject({ code: 'impossible_value' });
});

test('a decision and the loss of the right to it wait for each other: none is made after it was taken away', async () => {
  let kept = 0;
  for (let run = 0; run < 20; run++) {
    await name(jonas);
    const question = await askPeople(house.app, maya);
    const decided = executeAction(house.app, jonas.principal, { ...question, value: 'deny' }).then(
      () => true,
      () => false,
    );
    await name(ines);
    const [row] = await house.app.sql<{ count: number }[]>`
      select count(*) from action_resolutions where message_id = ${question.messageId}`;
    // What stands when the right is gone is all that will ever stand.
    expect(row?.count).toBe((await decided) ? 1 : 0);
    kept += row?.count ?? 0;
  }
  process.stdout.write(`approvers: 20 taken away while they decided, ${kept} were first\n`);
});

test('listing agents with those who decide for them costs the same however many there are', async () => {
  const counting = countStatements(house.app);
  const costs = [];
  for (const { principal } of [jonas, maya]) {
    await listSandboxes(counting.app, principal);
    costs.push(counting.take());
  }
  expect(costs[0]).toBe(costs[1]);
  expect(costs[0]).toBe(2);
});
