import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { movableClock, startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { inviteTo, organizationOf } from '#server/testing/invited.ts';
import { openMailbox, type Mailbox } from '#server/testing/mailbox.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';

const clock = movableClock();
const dayMs = 86_400_000;
const password = 'a long enough password';

let house: TestApp;
let mailbox: Mailbox;
/** The operator, in no organization. */
let maya: Person;
/** Owns the organization; an admin and a member are in it, too. */
let owner: Somebody;
let admin: Somebody;
let member: Somebody;
let organizationId: string;

type Somebody = Omit<Person, 'password'>;
type Headers = Record<string, string>;

beforeAll(async () => {
  mailbox = await openMailbox();
  house = await startTestApp({ clock, limits: 'generous', env: { SMTP_URL: mailbox.url, SIGN_UP: 'invitation' } });
  maya = await person(house.app, 'Maya');
  [owner, admin, member] = (await Promise.all(['Olga', 'Ada', 'Mo'].map((name) => guest(house.app, name)))) as [
    Somebody,
    Somebody,
    Somebody,
  ];
  organizationId = await organizationOf(house.app, owner);
  await join(admin, 'admin');
  await join(member, 'member');
});
afterAll(async () => {
  await house.close();
  await mailbox[Symbol.asyncDispose]();
});

async function join({ principal }: Somebody, role: string): Promise<void> {
  await house.app.sql`insert into organization_members (organization_id, user_id, role)
    values (${organizationId}, ${principal.userId}, ${role}) on conflict (organization_id, user_id) do update set role = ${role}`;
}

const stranger = (): Headers => ({ origin: house.url, 'x-claw-chat': '1' });
const change = (headers: Headers, procedure: string, body: object): Promise<Answer> =>
  ask('POST', `${house.url}/api/trpc/${procedure}`, { headers, body });
const read = (headers: Headers, procedure: string, input: object): Promise<Answer> =>
  ask('GET', `${house.url}/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers });
const create = (by: Somebody, input: object = {}) =>
  change(by.headers, 'invitations.create', { organizationId, role: 'member', ...input });
const accept = (by: Somebody, token: string) => change(by.headers, 'invitations.accept', { token });
const preview = (token: string) => read(stranger(), 'invitations.preview', { token });
const newcomer = () => ({ name: 'New', email: `${ulid().toLowerCase()}@home.test`, password });
const signUp = (input: object) => change(stranger(), 'accounts.signUp', input);

async function roleOf({ principal }: Somebody): Promise<string | null> {
  const [row] = await house.app.sql<{ role: string }[]>`
    select role from organization_members where organization_id = ${organizationId} and user_id = ${principal.userId}`;
  return row?.role ?? null;
}

async function listed(): Promise<string[]> {
  const { body } = await read(owner.headers, 'invitations.list', { organizationId });
  return body.result.data.invitations.map((one: { id: string }) => one.id);
}

async function linesOf(actor: Somebody): Promise<string[]> {
  const rows = await house.app.sql<{ line: string }[]>`
    select action || ' ' || outcome as line from audit_entries
    where actor_id = ${actor.principal.userId} and organization_id = ${organizationId} order by id`;
  return rows.map(({ line }) => line);
}

async function setMode(signUpMode: string): Promise<void> {
  await house.app.sql`update instance set settings = ${house.app.sql.json({ signUp: signUpMode })}`;
  await house.app.settings.reload();
}

test('an owner, an admin and an operator invite; a member and a stranger are told that there is nothing', async () => {
  const outsider = await guest(house.app, 'Outsider');
  for (const one of [owner, admin, maya]) {
    const { body, status } = await create(one);
    expect(status).toBe(200);
    expect(body.result.data.link).toMatch(new RegExp(`^${house.url}/invitation/[\\w-]{43}$`));
    expect(body.result.data).toMatchObject({ isMailed: false, invitation: { role: 'member', email: null } });
  }
  for (const one of [member, outsider]) expect(await create(one)).toMatchObject({ status: 404, code: 'not_found' });
});

test('the database holds no link that could be used', async () => {
  const { id, token } = await inviteTo(house.app, owner, organizationId);
  const [row] = await house.app.sql`
    select hash = sha256(convert_to(${token}, 'UTF8')) as "isHash" from invitations where id = ${id}`;
  expect(row).toEqual({ isHash: true });
});

test('one for an address goes there by mail, and is for that one alone', async () => {
  const { body } = await create(owner, { email: ' Zoe@Home.test' });
  expect(body.result.data).toMatchObject({ isMailed: true, invitation: { email: 'zoe@home.test' } });
  const letter = await mailbox.to('zoe@home.test');
  expect(letter).toContain(body.result.data.link);
  expect(letter).toContain('Olga invites you to Harbor');
  const token = body.result.data.link.split('/').at(-1);
  const other = await guest(house.app, 'Not Zoe');
  const refused = await accept(other, token);
  expect(refused).toMatchObject({ status: 403, code: 'forbidden' });
  expect(refused.body.error.message).toContain('another e-mail address');
  expect(await roleOf(other)).toBeNull();
  expect(await signUp({ ...newcomer(), invitation: token })).toMatchObject({ status: 403, code: 'forbidden' });
  const zoe = await guest(house.app, 'Zoe');
  expect((await accept(zoe, token)).body.result.data).toEqual({ organizationId });
  expect(await roleOf(zoe)).toBe('member');
});

test('whoever has the link sees who invites to what, and joins once with its role', async () => {
  const { id, token } = await inviteTo(house.app, admin, organizationId, { role: 'admin' });
  expect((await preview(token)).body.result.data).toEqual({
    organizationId,
    organizationName: 'Harbor',
    role: 'admin',
    email: null,
    invitedBy: 'Ada',
    expiresAt: expect.any(Number) as number,
    maySignUp: true,
  });
  expect(await listed()).toContain(id);
  const rosa = await guest(house.app, 'Rosa');
  expect((await accept(rosa, token)).status).toBe(200);
  expect(await roleOf(rosa)).toBe('admin');
  expect(await listed()).not.toContain(id);
  expect(await linesOf(rosa)).toEqual(['invitation.accepted done']);
});

test('who is in already stays as they are, and the link stays good for somebody else', async () => {
  const { token } = await inviteTo(house.app, owner, organizationId, { role: 'admin' });
  expect((await accept(member, token)).body.result.data).toEqual({ organizationId });
  expect(await roleOf(member)).toBe('member');
  const next = await guest(house.app, 'Next');
  expect((await accept(next, token)).status).toBe(200);
  // Once more, by who has used it.
  expect(await accept(next, token)).toMatchObject({ status: 410, code: 'invitation_over' });
});

test('of many who come with the same link in the same moment, one gets in', async () => {
  const { token } = await inviteTo(house.app, owner, organizationId);
  const crowd = await Promise.all(Array.from({ length: 6 }, (_, n) => guest(house.app, `Crowd ${n}`)));
  const arrivals = Array.from({ length: 3 }, () => signUp({ ...newcomer(), invitation: token }));
  const answers = await Promise.all([...crowd.map((one) => accept(one, token)), ...arrivals]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 8 }, () => 410)]);
  const [row] = await house.app.sql`
    select count(*) from organization_members m join invitations i on i.organization_id = m.organization_id
    where i.hash = sha256(convert_to(${token}, 'UTF8')) and m.joined_at >= i.created_at`;
  expect(row).toEqual({ count: 1 });
});

test('used, revoked, expired, unknown, of a gone organization and of who may not invite any more: the same to everybody', async () => {
  const over: string[] = ['A'.repeat(43)];
  const make = async (by: Somebody = owner) => {
    const made = await inviteTo(house.app, by, organizationId);
    over.push(made.token);
    return made;
  };
  const used = await make();
  await accept(await guest(house.app, 'User'), used.token);
  const revoked = await make();
  const revoke = () => change(admin.headers, 'invitations.revoke', { organizationId, invitationId: revoked.id });
  expect((await revoke()).status).toBe(200);
  expect(await revoke()).toMatchObject({ status: 404, code: 'not_found' });

  const demoted = await guest(house.app, 'Demoted');
  await join(demoted, 'admin');
  await make(demoted);
  await join(demoted, 'member');
  const barred = await guest(house.app, 'Barred');
  await join(barred, 'admin');
  await make(barred);
  await house.app.sql`update users set disabled_at = now() where id = ${barred.principal.userId}`;
  const leaver = await guest(house.app, 'Leaver');
  await join(leaver, 'admin');
  await make(leaver);
  await house.app.transaction(async (tx) => {
    for (const onLeave of house.app.onLeave) await onLeave(tx, { organizationId, userId: leaver.principal.userId });
  });
  const elsewhere = await organizationOf(house.app, owner, 'Short-lived');
  over.push((await inviteTo(house.app, owner, elsewhere)).token);
  await house.app.sql`delete from organizations where id = ${elsewhere}`;

  const late = await guest(house.app, 'Late');
  const said = new Set<string>();
  for (const token of over) {
    const answers = [
      await preview(token),
      await accept(late, token),
      await signUp({ ...newcomer(), invitation: token }),
    ];
    for (const { status, body } of answers) said.add(`${status} ${body.error.data.code} ${body.error.message}`);
  }
  expect([...said]).toEqual(['410 invitation_over This invitation was used, has expired, or was taken back.']);
  expect(await roleOf(late)).toBeNull();
});

test('an invitation ends after seven days', async () => {
  const { id, token } = await inviteTo(house.app, owner, organizationId);
  clock.pass(7 * dayMs - 60_000);
  expect((await preview(token)).status).toBe(200);
  clock.pass(61_000);
  expect(await preview(token)).toMatchObject({ status: 410, code: 'invitation_over' });
  expect(await listed()).not.toContain(id);
});

test('what an admin handed out ends with their leaving, and stays so when they come back', async () => {
  const ivo = await guest(house.app, 'Ivo');
  await join(ivo, 'admin');
  const { token } = await inviteTo(house.app, ivo, organizationId);
  await house.app.transaction(async (tx) => {
    for (const onLeave of house.app.onLeave) await onLeave(tx, { organizationId, userId: ivo.principal.userId });
  });
  await join(ivo, 'admin');
  expect(await preview(token)).toMatchObject({ status: 410, code: 'invitation_over' });
});

test('where sign-up is by invitation, one makes an account that is in from the beginning, and none makes none', async () => {
  const { token } = await inviteTo(house.app, owner, organizationId, { role: 'admin' });
  expect(await signUp(newcomer())).toMatchObject({ status: 403, code: 'signup_closed' });
  const made = await signUp({ ...newcomer(), invitation: token });
  const [row] = await house.app.sql`
    select m.role, (select outcome from audit_entries where actor_id = m.user_id) as line
    from organization_members m where m.user_id = ${made.body.result.data.id}`;
  expect(row).toEqual({ role: 'admin', line: 'done' });
});

test('where sign-up is closed, an invitation is for who has an account', async () => {
  await setMode('closed');
  const { token } = await inviteTo(house.app, owner, organizationId);
  expect((await preview(token)).body.result.data.maySignUp).toBe(false);
  expect(await signUp({ ...newcomer(), invitation: token })).toMatchObject({ status: 403, code: 'signup_closed' });
  expect((await accept(await guest(house.app, 'Known'), token)).status).toBe(200);
  await setMode('invitation');
});

test('a sign-up that fails uses no invitation up', async () => {
  const { token } = await inviteTo(house.app, owner, organizationId);
  const taken = { name: 'x', email: owner.email, password, invitation: token };
  expect(await signUp(taken)).toMatchObject({ status: 409, code: 'email_taken' });
  expect((await preview(token)).status).toBe(200);
});

test('making and taking back is in the audit log, also what was refused', async () => {
  const eve = await guest(house.app, 'Eve');
  await join(eve, 'admin');
  const { body } = await create(eve, { email: 'somebody@home.test' });
  const { invitation, link } = body.result.data;
  await change(eve.headers, 'invitations.revoke', { organizationId, invitationId: invitation.id });
  await change(eve.headers, 'invitations.revoke', { organizationId, invitationId: invitation.id });
  expect(await linesOf(eve)).toEqual(['invitation.made done', 'invitation.revoked done', 'invitation.revoked refused']);
  const rows = await house.app.sql`select * from audit_entries where actor_id = ${eve.principal.userId}`;
  expect(JSON.stringify(rows)).toContain('somebody@home.test');
  expect(JSON.stringify(rows)).not.toContain(link.split('/').at(-1));
});

test('an admin of another organization takes nothing back here', async () => {
  const { id } = await inviteTo(house.app, owner, organizationId);
  const other = await guest(house.app, 'Other Owner');
  const theirs = await organizationOf(house.app, other, 'Elsewhere');
  for (const organization of [organizationId, theirs]) {
    const input = { organizationId: organization, invitationId: id };
    expect(await change(other.headers, 'invitations.revoke', input)).toMatchObject({ status: 404 });
  }
  expect(await listed()).toContain(id);
});

test('the twenty-first invitation of an hour is refused, and somebody else’s is not', async () => {
  await using usual = await startTestApp({ clock });
  const busy = await person(usual.app, 'Busy');
  const place = await organizationOf(usual.app, busy);
  for (let n = 0; n < 20; n++) await usual.app.limits.inviteByPerson.take(busy.principal.userId);
  await expect(inviteTo(usual.app, busy, place)).rejects.toMatchObject({ code: 'rate_limited' });
  const calm = await guest(usual.app, 'Calm');
  await expect(inviteTo(usual.app, calm, await organizationOf(usual.app, calm))).resolves.toBeDefined();
});

test('an address that tries links is slowed down', async () => {
  await using usual = await startTestApp({ clock });
  for (let n = 0; n < 30; n++) await usual.app.limits.invitationByAddress.take('127.0.0.1');
  const input = encodeURIComponent(JSON.stringify({ token: 'A'.repeat(43) }));
  const answer = await ask('GET', `${usual.url}/api/trpc/invitations.preview?input=${input}`);
  expect(answer).toMatchObject({ status: 429, code: 'rate_limited' });
});

const token = 'A'.repeat(43);
test.each<[string, object]>([
  ['invitations.create', { role: 'member' }],
  ['invitations.create', { organizationId: '', role: 'member' }],
  ['invitations.create', { organizationId: 'x', role: 'owner' }],
  ['invitations.create', { organizationId: 'x', role: 'member', email: 'nobody' }],
  ['invitations.create', { organizationId: 'x', role: 'member', email: `${'x'.repeat(250)}@home.test` }],
  ['invitations.revoke', { organizationId: 'x' }],
  ['invitations.revoke', { organizationId: 'x', invitationId: 'x'.repeat(65) }],
  ['invitations.accept', { token: 'x' }],
  ['invitations.accept', { token: `${token}\n` }],
  ['invitations.accept', {}],
])('%s refuses %o', async (procedure, input) => {
  expect(await change(owner.headers, procedure, input)).toMatchObject({ status: 400, code: 'invalid_input' });
});
