import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AdminDeliveryDetail } from '#lib/contract/admin/deliveries.ts';
import type { AdminEventsPage } from '#lib/contract/admin/events.ts';
import type { AuditEntry, AuditPage } from '#lib/contract/audit.ts';
import { conversationContext } from '#lib/contexts.ts';
import { createBot } from '#server/bots/create.ts';
import { setEndpoint } from '#server/bots/endpoints/own-endpoint.ts';
import { disableEndpoint } from '#server/bots/endpoints/disable.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { send } from '#server/chat/messages/send.ts';
import { sweepAuditEntries } from '#server/audit/list.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { ask, type Answer } from '#server/testing/ask.ts';
import { guest, person, type Person } from '#server/testing/personas.ts';
import { until } from '#server/testing/until.ts';

let house: TestApp;
/** The operator. */
let maya: Person;
let jonas: Omit<Person, 'password'>;

beforeAll(async () => {
  house = await startTestApp({ limits: 'generous', env: { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' } });
  maya = await person(house.app, 'Maya');
  jonas = await guest(house.app, 'Jonas');
});
afterAll(() => house.close());

const reason = 'his agent was down';
const words = (text: string) => [{ type: 'text' as const, text }];

async function read<T>(procedure: string, input: object = {}): Promise<T> {
  return (await tryRead(procedure, input)).body.result.data;
}

function tryRead(procedure: string, input: object = {}): Promise<Answer> {
  const query = encodeURIComponent(JSON.stringify(input));
  return ask('GET', `${house.url}/api/trpc/admin.${procedure}?input=${query}`, { headers: maya.headers });
}

function change(procedure: string, input: object): Promise<Answer> {
  return ask('POST', `${house.url}/api/trpc/admin.${procedure}`, { headers: maya.headers, body: input });
}

async function lastLine(): Promise<AuditEntry | undefined> {
  return (await read<AuditPage>('audit', { limit: 1 })).entries[0];
}

/** A bot of Jonas's, and a message to it that was given up. */
async function givenUp() {
  const { sandbox, conversationId } = await createBot(house.app, jonas.principal, { label: 'Ledger' });
  const { sandboxId } = sandbox;
  const { messageId } = await send(house.app, jonas.principal, { conversationId, content: words('Hello') });
  const deliveryId = await until(async () => {
    const [row] = await house.app.sql<{ id: string }[]>`
      update deliveries set state = 'dead', died_at = now() where message_id = ${messageId} returning id`;
    return row?.id;
  });
  await house.app.sql`update messages set delivery_failed_at = now() where id = ${messageId}`;
  return { sandboxId, conversationId, messageId, deliveryId };
}

test('an operator makes what was given up go again, and of two who do the second is told', async () => {
  const { deliveryId, sandboxId, messageId } = await givenUp();
  const done = await change('replayDelivery', { deliveryId, reason });
  expect(done.body.result.data).toEqual({ ok: true, replayed: 1 });
  expect(await lastLine()).toMatchObject({
    action: 'delivery.replayed',
    subject: { kind: 'delivery', id: deliveryId },
    reason,
    outcome: 'done',
    actor: { name: 'Maya' },
  });
  expect(await change('replayDelivery', { deliveryId, reason })).toMatchObject({ status: 409, code: 'conflict' });
  expect(await lastLine()).toMatchObject({ action: 'delivery.replayed', outcome: 'refused', code: 'conflict' });
  const again = await until(async () => {
    const page = await read<{ deliveries: { id: string; messageId: string }[] }>('deliveries', { sandboxId });
    return page.deliveries.find((one) => one.messageId === messageId && one.id !== deliveryId);
  });
  expect(again).toBeDefined();
  expect(await read<AdminDeliveryDetail>('delivery', { deliveryId })).toMatchObject({ state: 'over' });
});

test('all that was given up of one agent goes again, and what was acknowledged meanwhile does not', async () => {
  const { sandboxId, deliveryId } = await givenUp();
  await house.app.sql`update deliveries set state = 'acknowledged', acknowledged_at = now() where id = ${deliveryId}`;
  expect(await change('replayDelivery', { deliveryId, reason })).toMatchObject({ status: 409, code: 'conflict' });
  expect((await change('replayDead', { sandboxId, reason })).body.result.data).toEqual({ ok: true, replayed: 0 });
  await house.app.sql`update deliveries set state = 'dead', died_at = now() where id = ${deliveryId}`;
  expect((await change('replayDead', { sandboxId, reason })).body.result.data).toEqual({ ok: true, replayed: 1 });
});

test('a delivery whose message was deleted says so, and nothing of it goes again', async () => {
  const { deliveryId, conversationId, messageId } = await givenUp();
  await deleteMessage(house.app, jonas.principal, { conversationId, messageId });
  expect(await read<AdminDeliveryDetail>('delivery', { deliveryId })).toMatchObject({ isMessageDeleted: true });
  expect(await change('replayDelivery', { deliveryId, reason })).toMatchObject({ status: 409, code: 'conflict' });
});

test('an endpoint is disabled and enabled by operators, and only its host is shown', async () => {
  const { sandboxId, deliveryId } = await givenUp();
  const endpointOf = async () => (await read<AdminDeliveryDetail>('delivery', { deliveryId })).endpoint;
  expect(await endpointOf()).toBeNull();
  expect(await change('disableEndpoint', { sandboxId, reason })).toMatchObject({ status: 404, code: 'not_found' });
  const url = 'http://127.0.0.1:9/hooks/secret';
  await setEndpoint(house.app, jonas.principal, { sandboxId, url });
  expect(await endpointOf()).toEqual({ host: '127.0.0.1:9', disabled: null });

  expect((await change('disableEndpoint', { sandboxId, reason })).status).toBe(200);
  expect(await endpointOf()).toMatchObject({ disabled: { why: 'operator' } });
  expect(await change('disableEndpoint', { sandboxId, reason })).toMatchObject({ status: 409, code: 'conflict' });
  // What an operator has disabled isn't its owner's to enable.
  await setEndpoint(house.app, jonas.principal, { sandboxId, url });
  expect(await endpointOf()).toMatchObject({ disabled: { why: 'operator' } });

  expect((await change('enableEndpoint', { sandboxId, reason })).status).toBe(200);
  expect(await endpointOf()).toMatchObject({ disabled: null });
  expect(await change('enableEndpoint', { sandboxId, reason })).toMatchObject({ status: 409, code: 'conflict' });
  // One that said it was gone is disabled by an operator for good.
  await disableEndpoint(house.app, sandboxId, { url, why: 'gone' });
  expect((await change('disableEndpoint', { sandboxId, reason })).status).toBe(200);
  expect(await endpointOf()).toMatchObject({ disabled: { why: 'operator' } });
});

test('deliveries are found by agent, conversation, state, kind and way, page by page, each once', async () => {
  const { sandboxId, conversationId, deliveryId } = await givenUp();
  const found = async (input: object) =>
    (await read<{ deliveries: { id: string; state: string }[] }>('deliveries', input)).deliveries;
  expect((await found({ sandboxId, state: 'dead' })).map(({ id }) => id)).toEqual([deliveryId]);
  expect((await found({ conversationId, type: 'message.created' })).map(({ id }) => id)).toEqual([deliveryId]);
  expect(await found({ sandboxId, type: 'reaction.added' })).toEqual([]);
  expect((await found({ sandboxId, state: 'waiting' })).every(({ state }) => state === 'waiting')).toBe(true);
  expect(await found({ sandboxId, way: 'webhook' })).toEqual([]);
  await house.app.sql`
    insert into delivery_attempts (delivery_id, n, at, failure, duration_ms) values (${deliveryId}, 1, now(), 'dns', 3)`;
  await house.app.sql`update deliveries set attempts = 1 where id = ${deliveryId}`;
  expect((await found({ sandboxId, way: 'webhook' })).map(({ id }) => id)).toEqual([deliveryId]);
  const all = await found({});
  const seen: string[] = [];
  for (let cursor: string | null = null; ;) {
    const page: { deliveries: { id: string }[]; nextCursor: string | null } = await read('deliveries', {
      limit: 2,
      cursor,
    });
    seen.push(...page.deliveries.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  expect(seen).toEqual(all.map(({ id }) => id));
});

test('the log of a context has no gaps, and one that was torn into it is counted', async () => {
  const { sandboxId, conversationId } = await givenUp();
  for (const text of ['one', 'two', 'three']) {
    await send(house.app, jonas.principal, { conversationId, content: words(text) });
  }
  const context = conversationContext(sandboxId, conversationId);
  const whole = await read<AdminEventsPage>('events', { context });
  expect(whole.events.map(({ seq }) => seq)).toEqual(Array.from({ length: whole.head }, (_, n) => whole.head - n));
  expect(whole).toMatchObject({
    shown: { from: 1, to: whole.head, missing: 0 },
    whole: { from: 1, to: whole.head, missing: 0 },
  });
  const from = await read<AdminEventsPage>('events', { context, from: 2, limit: 1 });
  expect(from.events.map(({ seq }) => seq)).toEqual([2]);
  const next = await read<AdminEventsPage>('events', { context, from: 2, cursor: from.nextCursor });
  expect(next.events.map(({ seq }) => seq)).toEqual([1]);
  expect((await read<AdminEventsPage>('events', { context, type: 'message.created' })).events).not.toEqual([]);
  expect(await read<AdminEventsPage>('events', { context, type: 'nothing.such' })).toMatchObject({
    events: [],
    shown: null,
    whole: { missing: 0 },
  });
  await house.app.sql`delete from events where context = ${context} and seq = 2`;
  expect(await read<AdminEventsPage>('events', { context })).toMatchObject({
    shown: { missing: 1 },
    whole: { missing: 1 },
  });
});

test('the log as a whole tells its weeks, its readers and what had to be read anew', async () => {
  const log = await read<{ partitions: { name: string; bytes: number }[]; consumers: { name: string }[] }>('eventLog');
  expect(log).toMatchObject({ eventDays: 30, resyncs: 0 });
  expect(log.partitions.map(({ name }) => name)).toContain('events_default');
  expect(log.partitions.length).toBeGreaterThan(4);
  expect(log.consumers.map(({ name }) => name)).toContain('bot-deliveries');
});

test('a push is found by person, agent, conversation, state and kind, and told device by device', async () => {
  const { principal, sandboxId, conversationId, email } = jonas;
  const { userId } = principal;
  const id = ulid();
  await house.app.sql`
    insert into dispatches (id, kind, subject, user_id, sandbox_id, conversation_id, state, due_at)
    values (${id}, 'approval', ${id}, ${userId}, ${sandboxId}, ${conversationId}, 'accepted', now())`;
  await house.app.sql`
    insert into push_targets (id, user_id, kind, address, name) values ('phone', ${userId}, 'web', 'https://push.test/x', 'Phone')`;
  await house.app.sql`
    insert into dispatch_targets (dispatch_id, target_id, state, attempts, next_attempt_at, error)
    values (${id}, 'phone', 'pending', 2, now(), 'http_503')`;
  for (const input of [{ person: email.toUpperCase() }, { person: userId }, { sandboxId }, { conversationId }]) {
    const page = await read<{ pushes: { id: string }[] }>('pushes', { ...input, state: 'accepted', kind: 'approval' });
    expect(page.pushes.map((one) => one.id)).toEqual([id]);
  }
  expect(await read<{ pushes: unknown[] }>('pushes', { sandboxId, kind: 'test' })).toMatchObject({ pushes: [] });
  const detail = await read<object>('push', { pushId: id });
  expect(detail).toMatchObject({
    person: { id: userId, name: 'Jonas' },
    targets: [{ name: 'Phone', kind: 'web', state: 'pending', attempts: 2, error: 'http_503' }],
  });
  expect(JSON.stringify(detail)).not.toContain('push.test');
});

test('a conversation is found by its id, its agent and who is in it', async () => {
  const { sandboxId, conversationId } = await givenUp();
  const found = async (search: string) =>
    (await read<{ conversations: { id: string }[] }>('conversations', { search })).conversations.map(({ id }) => id);
  expect(await found(conversationId)).toEqual([conversationId]);
  expect(await found(sandboxId)).toEqual([conversationId]);
  expect(await found(`bot:kiloclaw:${sandboxId}`)).toEqual([conversationId]);
  expect(await found(jonas.principal.userId)).toContain(conversationId);
  expect(await found(jonas.email.toUpperCase())).toContain(conversationId);
  expect(await found("' or 1=1 --")).toEqual([]);
  expect(await read<object>('conversation', { conversationId })).toMatchObject({
    sandbox: { id: sandboxId, label: 'Ledger' },
    organization: null,
    members: 2,
    messages: 1,
    deliveriesDead: 1,
    waitingApprovals: 0,
    stream: null,
    people: [{ kind: 'user' }, { kind: 'bot' }].map((one) => expect.objectContaining(one)),
  });
});

test('the audit log is filtered, paged, each line once, and exported; the export leaves a line', async () => {
  for (let n = 0; n < 5; n++) await change('replayDead', { sandboxId: jonas.sandboxId, reason: `=${n}` });
  const input = { action: 'delivery.all_replayed', subjectId: jonas.sandboxId, actorId: maya.principal.userId };
  const seen: number[] = [];
  for (let cursor: string | null = null; ;) {
    const page: AuditPage = await read('audit', { ...input, limit: 2, cursor });
    seen.push(...page.entries.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  expect(seen).toHaveLength(5);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  expect(await read<AuditEntry>('auditEntry', { id: seen[0] })).toMatchObject({
    subject: { kind: 'sandbox', id: jonas.sandboxId },
    detail: { sandboxId: jonas.sandboxId },
    outcome: 'done',
    address: expect.any(String),
  });
  const csv = (await change('exportAudit', { ...input, format: 'csv', reason })).body.result.data;
  expect(csv).toMatchObject({ mimeType: 'text/csv', entries: 5, nextCursor: null });
  expect(csv.text).toContain(",'=4,");
  const json = (await change('exportAudit', { ...input, format: 'json', reason })).body.result.data;
  expect(JSON.parse(json.text)).toHaveLength(5);
  expect(await lastLine()).toMatchObject({ action: 'audit.exported', reason, detail: { format: 'json' } });
  expect((await read<AuditPage>('audit', { organizationId: 'nobody' })).entries).toEqual([]);
});

test('lines that are older than operators want to know are swept, and no others', async () => {
  const { sql } = house.app;
  const before = await read<AuditPage>('audit', { limit: 1 });
  const [old] = await sql<{ id: number }[]>`
    insert into audit_entries (at, actor_id, actor_name, action, subject_kind, subject_id, detail, address, request_id)
    values (now() - interval '366 days', 'x', 'X', 'person.disabled', 'person', 'x', '{}', '', '') returning id::int`;
  expect(await sweepAuditEntries(sql, 365)).toBe(1);
  expect((await tryRead('auditEntry', { id: old?.id })).status).toBe(404);
  expect(await read<AuditPage>('audit', { limit: 1 })).toEqual(before);
});

const foreign = Buffer.from(JSON.stringify(['people', 1, 'x'])).toString('base64url');
const lists = ['conversations', 'deliveries', 'pushes', 'audit'];
test.each(lists)('%s refuses cursors of other lists and limits out of bounds', async (list) => {
  for (const input of [{ cursor: foreign }, { cursor: 'x' }, { limit: 0 }, { limit: 1_001 }]) {
    expect(await tryRead(list, input)).toMatchObject({ status: 400, code: 'invalid_input' });
  }
});

test.each([
  ['conversation', { conversationId: ulid() }],
  ['delivery', { deliveryId: ulid() }],
  ['push', { pushId: ulid() }],
  ['auditEntry', { id: 2 ** 40 }],
  ['events', { context: '/user/nobody' }],
  ['events', { context: `/kiloclaw/nobody/${ulid()}` }],
])('%s of what is not there is not found: %o', async (procedure, input) => {
  expect(await tryRead(procedure, input)).toMatchObject({ status: 404, code: 'not_found' });
});

test.each([
  ['events', { context: 'x' }],
  ['events', { context: '/user/nobody/' }],
  ['events', { context: '/user/nobody', type: 'A B' }],
  ['events', { context: '/user/nobody', from: 0 }],
  ['deliveries', { state: 'nearly' }],
  ['deliveries', { sandboxId: 'a b' }],
  ['pushes', { kind: 'carrier pigeon' }],
  ['audit', { action: 'person.thanked' }],
  ['auditEntry', { id: 0 }],
])('%s refuses %o', async (procedure, input) => {
  expect(await tryRead(procedure, input)).toMatchObject({ status: 400, code: 'invalid_input' });
});

test.each([
  ['replayDelivery', () => ({ deliveryId: ulid() })],
  ['replayDead', () => ({ sandboxId: jonas.sandboxId })],
  ['disableEndpoint', () => ({ sandboxId: jonas.sandboxId })],
  ['enableEndpoint', () => ({ sandboxId: jonas.sandboxId })],
  ['exportAudit', () => ({ format: 'csv' })],
  ['setSettings', () => ({ version: 0, settings: {} })],
])('%s wants a reason of one to 500 characters, and leaves no line without one', async (procedure, input) => {
  const lines = await house.app.sql`select count(*) from audit_entries`;
  for (const bad of [{}, { reason: '' }, { reason: ' \n' }, { reason: 'x'.repeat(10_000) }, { reason: 7 }]) {
    expect(await change(procedure, { ...input(), ...bad })).toMatchObject({ status: 400, code: 'invalid_input' });
  }
  expect(await house.app.sql`select count(*) from audit_entries`).toEqual(lines);
});

test.each([
  ['replayDelivery', { deliveryId: ulid() }],
  ['replayDead', { sandboxId: 'nobody' }],
  ['disableEndpoint', { sandboxId: 'nobody' }],
  ['enableEndpoint', { sandboxId: 'nobody' }],
])('%s of what is not there is not found', async (procedure, input) => {
  expect(await change(procedure, { ...input, reason })).toMatchObject({ status: 404, code: 'not_found' });
});
