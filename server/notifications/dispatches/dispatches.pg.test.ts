import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ulid } from 'ulid';
import { conversationContext, sandboxContext } from '#lib/contexts.ts';
import { pushSchema } from '#lib/contract/notifications.ts';
import { disablePerson } from '#server/accounts/disable.ts';
import { removeMember as takeOutOfOrganization } from '#server/accounts/organizations/leave.ts';
import { revokeSession } from '#server/accounts/sessions.ts';
import { must } from '#lib/std/must.ts';
import type { AppContext } from '#server/app-context.ts';
import { executeAction } from '#server/chat/approvals/decide.ts';
import { createConversation } from '#server/chat/conversations/create.ts';
import { deleteConversation } from '#server/chat/conversations/delete.ts';
import { addMember } from '#server/chat/members/add.ts';
import { removeMember } from '#server/chat/members/leave.ts';
import { deleteMessage } from '#server/chat/messages/delete.ts';
import { send } from '#server/chat/messages/send.ts';
import { changePersonal } from '#server/chat/personal/change.ts';
import { markRead } from '#server/chat/read-state.ts';
import { appendText } from '#server/chat/streams/append.ts';
import { finish } from '#server/chat/streams/finish.ts';
import { consume, type ConsumerTransaction } from '#server/realtime/consumer.ts';
import { readAfter } from '#server/realtime/event-log.ts';
import { transition } from '#server/sandboxes/status.ts';
import { startTestApp, type TestApp } from '#server/testing/app.ts';
import { organize } from '#server/testing/organization.ts';
import { enter, guest, type Person } from '#server/testing/personas.ts';
import { askPeople } from '#server/testing/question.ts';
import { stoppedClock } from '#server/testing/stopped-clock.ts';
import { countStatements } from '#server/testing/statements.ts';
import { addDevice, ToldDevices } from '#server/testing/told-devices.ts';
import { until } from '#server/testing/until.ts';
import { claimDue } from './claim.ts';
import { insertDispatches, notifyOfEvents } from './consume.ts';
import { decideDue } from './decide.ts';
import { checkReceipts } from './receipts.ts';
import { sendClaimed } from './send-claimed.ts';
import { sweepDispatches } from './jobs.ts';

type Somebody = Omit<Person, 'password'>;

const clock = stoppedClock();
let house: TestApp;
let devices: ToldDevices;
/** Owns the agent; Zoe and Jonas are in her organization. */
let maya: Somebody;
let zoe: Somebody;
let jonas: Somebody;

beforeAll(async () => {
  // It tells nobody by itself: each step is taken here.
  house = await startTestApp({ clock, transports: null });
  maya = await guest(house.app, 'Maya');
  zoe = await guest(house.app, 'Zoe');
  jonas = await guest(house.app, 'Jonas');
  await organize(house.app, maya.sandboxId, { [idOf(maya)]: 'owner', [idOf(zoe)]: 'member', [idOf(jonas)]: 'member' });
  await house.app.sql`update sandboxes set label = 'Harbor' where id = ${maya.sandboxId}`;
  await house.app.sql`insert into consumers (name, cursor) values ('notifications', pg_current_snapshot())`;
});
beforeEach(async () => {
  devices = new ToldDevices();
  await note();
  await house.app.sql`delete from dispatches`;
  await house.app.sql`delete from push_targets`;
  await house.app.sql`delete from notification_preferences`;
});
afterAll(() => house.close());

const idOf = ({ principal }: Somebody) => principal.userId;
const words = (text: string) => [{ type: 'text' as const, text }];
const agent = () => ({ kind: 'bot', sandboxId: maya.sandboxId, keyId: 'test' }) as const;
const second = 1_000;
const minute = 60 * second;

/** A conversation of Maya's, with these people in it. */
async function room(...others: Somebody[]): Promise<string> {
  const { conversationId } = await createConversation(house.app, maya.principal, { sandboxId: maya.sandboxId });
  for (const one of others) await addMember(house.app, maya.principal, { conversationId, userId: idOf(one) });
  await house.app.sql`update conversations set title = 'Rollout' where id = ${conversationId}`;
  return conversationId;
}

async function says(conversationId: string, text = 'hello', by: Somebody = maya): Promise<string> {
  return (await send(house.app, by.principal, { conversationId, content: words(text) })).messageId;
}

/** What was committed is written down for those who may be told of it. */
function note(): Promise<number> {
  return consume(house.app.sql, notifyOfEvents(house.app));
}

const deps = () => ({ ...house.app, transports: devices.transports });

async function tell(): Promise<void> {
  await decideDue(house.app);
  for (;;) {
    const claimed = await claimDue(house.app, 100);
    if (claimed.length === 0) return;
    await sendClaimed(deps(), claimed);
  }
}

async function noteAndTell(): Promise<void> {
  await note();
  await tell();
}

interface Row {
  kind: string;
  userId: string;
  state: string;
  reason: string | null;
}

function rows(): Promise<Row[]> {
  return house.app.sql<Row[]>`
    select kind, user_id as "userId", state, reason from dispatches order by created_at, id`;
}

async function states(): Promise<string[]> {
  return (await rows()).map(({ state, reason }) => (reason === null ? state : `${state}: ${reason}`));
}

async function prefer(who: Somebody, fields: Record<string, unknown>): Promise<void> {
  const row = { user_id: idOf(who), ...fields };
  await house.app.sql`
    insert into notification_preferences ${house.app.sql(row)}
    on conflict (user_id) do update set ${house.app.sql(row)}`;
}

test('a message is told once to each device of everybody else in the conversation, and to nobody without a device', async () => {
  const conversationId = await room(zoe, jonas);
  const [phone, laptop] = [await addDevice(house.app, zoe), await addDevice(house.app, zoe)];
  await addDevice(house.app, maya);
  const messageId = await says(conversationId);
  await noteAndTell();
  await noteAndTell();
  expect(devices.taken.map(({ deviceId }) => deviceId).toSorted()).toEqual([phone, laptop].toSorted());
  expect(await rows()).toEqual([{ kind: 'message', userId: idOf(zoe), state: 'delivered', reason: null }]);
  const { push } = must(devices.taken[0], 'a push');
  expect(pushSchema.parse(push)).toEqual(push);
  expect(push).toMatchObject({
    title: 'Harbor · Rollout',
    body: 'You have a new message',
    badge: 1,
    data: { type: 'chat.message', sandboxId: maya.sandboxId, conversationId, messageId },
  });
});

test('what was committed costs the same number of statements however many people and messages there are', async () => {
  const costs: number[] = [];
  for (const count of [1, 8]) {
    const conversations = [];
    for (let n = 0; n < count; n++) conversations.push(await room(zoe, jonas));
    for (const one of [zoe, jonas]) await addDevice(house.app, one);
    for (const conversationId of conversations) {
      for (let n = 0; n < count; n++) await says(conversationId);
      await askPeople(house.app, { sandboxId: maya.sandboxId, conversationId });
    }
    const contexts = conversations.map((id) => conversationContext(maya.sandboxId, id));
    const logs = [sandboxContext(maya.sandboxId), ...contexts].map((path) => readAfter(house.app.sql, path, 0, 1_000));
    const events = (await Promise.all(logs)).flat();
    await house.app.sql.begin(async (tx) => {
      const counting = countStatements({ ...house.app, sql: tx as unknown as AppContext['sql'] });
      const counted = counting.app.sql as unknown as ConsumerTransaction;
      // One waits for each person and conversation: the newest.
      expect(await insertDispatches(house.app, counted, events)).toBe(2 * count);
      costs.push(counting.take());
      await tx`delete from dispatches`;
    });
  }
  expect(costs[0]).toBe(costs[1]);
  expect(costs[0]).toBe(3);
});

test('a newer message takes the place of the one that waits, and keeps its time', async () => {
  const conversationId = await room(zoe);
  await addDevice(house.app, zoe);
  await prefer(zoe, { preview: 'full' });
  await says(conversationId, 'first');
  await note();
  await says(conversationId, 'second');
  await noteAndTell();
  expect(devices.taken.map(({ push }) => push.body)).toEqual(['second']);
  expect(await states()).toEqual(['delivered']);
});

test('muted, switched off, left, disabled, signed out: nothing is written down at all', async () => {
  const conversationId = await room(zoe, jonas);
  await changePersonal(house.app, zoe.principal, { conversationId, muted: true });
  await addDevice(house.app, zoe);
  await addDevice(house.app, jonas);
  await prefer(jonas, { messages: false });
  await says(conversationId);
  await note();
  expect(await rows()).toEqual([]);

  await changePersonal(house.app, zoe.principal, { conversationId, muted: false });
  await removeMember(house.app, maya.principal, { conversationId, memberId: idOf(zoe) });
  const gone = await guest(house.app, 'Gone');
  const signedOut = await guest(house.app, 'Out');
  const place = await room();
  for (const one of [gone, signedOut]) {
    await house.app
      .sql`insert into conversation_members (conversation_id, member_id, kind) values (${place}, ${idOf(one)}, 'user')`;
    await addDevice(house.app, one);
  }
  await disablePerson(house.app, idOf(gone));
  await revokeSession(house.app, signedOut.principal.sessionId);
  await says(conversationId);
  await says(place);
  await note();
  expect(await rows()).toEqual([]);
});

test('when it is time, things are looked at again: read, muted, off, left and deleted go to nobody, and say why', async () => {
  const changes: [string, (conversationId: string, messageId: string) => Promise<unknown>][] = [
    [
      'read',
      (conversationId, lastSeenMessageId) => markRead(house.app, zoe.principal, { conversationId, lastSeenMessageId }),
    ],
    ['muted', (conversationId) => changePersonal(house.app, zoe.principal, { conversationId, muted: true })],
    ['off', () => prefer(zoe, { messages: false })],
    ['gone', (conversationId) => removeMember(house.app, maya.principal, { conversationId, memberId: idOf(zoe) })],
    ['gone', (conversationId, messageId) => deleteMessage(house.app, maya.principal, { conversationId, messageId })],
  ];
  await addDevice(house.app, zoe);
  for (const [reason, change] of changes) {
    await house.app.sql`delete from dispatches`;
    await house.app.sql`delete from notification_preferences`;
    const conversationId = await room(zoe);
    const messageId = await says(conversationId);
    await note();
    await change(conversationId, messageId);
    await tell();
    expect(await states()).toEqual([`suppressed: ${reason}`]);
  }
  expect(devices.taken).toEqual([]);
});

test('without a device when it is time, it goes to nobody', async () => {
  const conversationId = await room(zoe);
  await addDevice(house.app, zoe);
  await says(conversationId);
  await note();
  await house.app.sql`delete from push_targets`;
  await tell();
  expect(await states()).toEqual(['no_targets']);
});

test('whoever looks at the conversation on any device is not told; if that can’t be found out, they are', async () => {
  const conversationId = await room(zoe);
  await addDevice(house.app, zoe);
  const path = `/presence${conversationContext(maya.sandboxId, conversationId)}`;
  const looking = (isUserInContext: (userId: string, path: string) => Promise<boolean>) =>
    decideDue({ ...house.app, realtime: { ...house.app.realtime, isUserInContext } });
  await says(conversationId);
  await note();
  await looking(async (userId, at) => userId === idOf(zoe) && at === path);
  expect(await states()).toEqual(['suppressed: present']);

  await says(conversationId);
  await note();
  await looking(() => Promise.reject(new Error('no Redis')));
  await tell();
  expect(await states()).toEqual(['suppressed: present', 'delivered']);
});

test('in quiet hours nothing comes, and nothing comes after them, but what waits for a decision', async () => {
  const conversationId = await room();
  await addDevice(house.app, maya);
  const now = clock.now();
  const from = now.getUTCHours() * 60 + now.getUTCMinutes();
  await prefer(maya, { quiet_from: from, quiet_until: (from + 1) % 1_440, time_zone: 'UTC' });
  await send(house.app, agent(), { conversationId, content: words('night') });
  await askPeople(house.app, { sandboxId: maya.sandboxId, conversationId });
  await noteAndTell();
  expect((await states()).toSorted()).toEqual(['delivered', 'suppressed: quiet']);
  expect(devices.taken.map(({ push }) => push.data.type)).toEqual(['approval']);
  clock.pass(5 * minute);
  await tell();
  expect(devices.taken).toHaveLength(1);
});

async function streamed(conversationId: string, text: string): Promise<string> {
  const open = { conversationId, content: text === '' ? [] : words(text), streaming: true, clientId: ulid() };
  return (await send(house.app, agent(), open)).messageId;
}

test('a message that is being written is told of once: at 160 characters', async () => {
  const conversationId = await room();
  await addDevice(house.app, maya);
  await prefer(maya, { preview: 'full' });
  const messageId = await streamed(conversationId, '');
  const append = (offset: number, text: string) =>
    appendText(house.app, agent(), { conversationId, messageId, offset, text });
  await append(0, 'a'.repeat(159));
  await noteAndTell();
  expect(await states()).toEqual(['pending']);
  await append(159, 'b');
  await tell();
  expect(devices.taken.map(({ push }) => push.body)).toEqual([`${'a'.repeat(159)}b`]);
  await finish(house.app, agent(), { conversationId, messageId, content: [] });
  clock.pass(minute);
  await noteAndTell();
  expect(devices.taken).toHaveLength(1);
});

test('… or at its end, or after ten seconds; not when it was read or deleted meanwhile', async () => {
  await addDevice(house.app, maya);
  const [ended, slow, read, deleted] = [await room(), await room(), await room(), await room()];
  const [ofEnded, , ofRead, ofDeleted] = [
    await streamed(ended, 'hm'),
    await streamed(slow, 'hm'),
    await streamed(read, 'hm'),
    await streamed(deleted, 'hm'),
  ];
  await noteAndTell();
  expect(await states()).toEqual(['pending', 'pending', 'pending', 'pending']);
  await finish(house.app, agent(), { conversationId: ended, messageId: ofEnded, content: words(', yes') });
  await tell();
  expect(devices.taken.map(({ push }) => push.tag)).toEqual([`conversation:${ended}`]);
  await markRead(house.app, maya.principal, { conversationId: read, lastSeenMessageId: ofRead });
  await deleteMessage(house.app, agent(), { conversationId: deleted, messageId: ofDeleted });
  clock.pass(9 * second);
  await tell();
  expect(devices.taken).toHaveLength(1);
  clock.pass(second);
  await tell();
  expect(devices.taken.map(({ push }) => push.tag)).toEqual([`conversation:${ended}`, `conversation:${slow}`]);
  expect((await states()).toSorted()).toEqual(['delivered', 'delivered', 'suppressed: gone', 'suppressed: read']);
});

test('a question is told to those who may decide, not to others who read it, and not twice as a message, too', async () => {
  const conversationId = await room(zoe);
  const [decides, reads] = [await addDevice(house.app, maya), await addDevice(house.app, zoe)];
  const question = await askPeople(house.app, { sandboxId: maya.sandboxId, conversationId });
  await noteAndTell();
  expect(devices.taken.map(({ deviceId, push }) => [deviceId, push.data.type, push.body]).toSorted()).toEqual(
    [
      [decides, 'approval', 'An agent asks for a decision'],
      [reads, 'chat.message', 'You have a new message'],
    ].toSorted(),
  );
  await house.app.sql`delete from dispatches`;
  const second = await askPeople(house.app, { sandboxId: maya.sandboxId, conversationId }, { groupId: 'other' });
  await note();
  await executeAction(house.app, maya.principal, { ...second, value: 'deny' });
  await tell();
  expect((await rows()).find(({ kind }) => kind === 'approval')).toMatchObject({ state: 'suppressed', reason: 'gone' });
  expect(question.groupId).not.toBe(second.groupId);
});

test('an agent that is ready for the first time, that can’t be started, or that is stopped is told of to who manages it', async () => {
  const sandboxId = ulid().toLowerCase();
  await house.app.sql`
    insert into sandboxes (id, owner_id, label, flag, runtime, status) values (${sandboxId}, ${idOf(maya)}, 'Buoy', 'B', 'builtin', 'provisioned')`;
  await addDevice(house.app, maya);
  await addDevice(house.app, zoe);
  const move = async (change: Parameters<typeof transition>[2]) => {
    await transition(house.app, sandboxId, change);
    await note();
  };
  const came = () => devices.taken.splice(0).map(({ push }) => [push.title, push.body, push.data.type]);
  await move({ to: 'starting' });
  await move({ to: 'running' });
  await tell();
  expect(came()).toEqual([['Buoy is ready', 'Tap to start chatting.', 'instance-lifecycle']]);

  for (const reason of ['No image.', 'Still none.']) {
    await move({ to: 'stopped', reason });
    await tell();
    expect(came()).toEqual([['Buoy could not be started', reason, 'instance-lifecycle']]);
    await move({ to: 'starting' });
  }
  await move({ to: 'running' });
  await tell();
  expect(came()).toEqual([]);

  // Restarted: it is there again before anybody had to hear of it. Nor does who stops it.
  await move({ to: 'stopped' });
  await move({ to: 'starting' });
  clock.pass(6 * second);
  await tell();
  await move({ to: 'stopped', by: idOf(maya) });
  clock.pass(6 * second);
  await tell();
  expect(came()).toEqual([]);
  await move({ to: 'starting' });
  await move({ to: 'stopped' });
  clock.pass(6 * second);
  await tell();
  expect(came()).toMatchObject([['Buoy was stopped', expect.any(String), 'instance-lifecycle']]);
});

test('a device that has it is never told again because another one failed; each is tried until it has it', async () => {
  const conversationId = await room(zoe);
  const [phone, laptop] = [await addDevice(house.app, zoe), await addDevice(house.app, zoe)];
  let failures = 3;
  devices.behave = ({ device }) =>
    device.id === laptop && failures-- > 0
      ? { outcome: 'later', retryAfterMs: null, error: 'http_503' }
      : { outcome: 'accepted', ticket: null };
  await says(conversationId);
  await noteAndTell();
  expect(await states()).toEqual(['accepted']);
  for (let n = 0; n < 5; n++) {
    clock.pass(minute);
    await tell();
  }
  expect(await states()).toEqual(['delivered']);
  expect([devices.shownOn(phone).length, devices.shownOn(laptop).length]).toEqual([1, 1]);
  expect(devices.taken).toHaveLength(2);
});

test('a service that says when to come back is left alone until then; after an hour nobody cares any more', async () => {
  const conversationId = await room(zoe);
  await addDevice(house.app, zoe);
  let tries = 0;
  devices.behave = () => {
    tries += 1;
    return { outcome: 'later', retryAfterMs: 20 * minute, error: 'http_429' };
  };
  await says(conversationId);
  await noteAndTell();
  clock.pass(19 * minute);
  await tell();
  expect(tries).toBe(1);
  for (let n = 0; n < 8; n++) {
    clock.pass(10 * minute);
    await tell();
  }
  expect(tries).toBe(3);
  expect(await states()).toEqual(['failed']);
});

test('what was read while a try was waited for is not sent any more, and nor is what a newer one has replaced', async () => {
  const [read, replaced] = [await room(zoe), await room(zoe)];
  await addDevice(house.app, zoe);
  devices.behave = () => ({ outcome: 'later', retryAfterMs: null, error: 'http_503' });
  const messageId = await says(read);
  await says(replaced, 'old');
  await noteAndTell();
  await markRead(house.app, zoe.principal, { conversationId: read, lastSeenMessageId: messageId });
  devices.behave = () => ({ outcome: 'accepted', ticket: null });
  const newest = await says(replaced, 'new');
  clock.pass(minute);
  await noteAndTell();
  expect(devices.taken.map(({ push }) => push.data)).toMatchObject([{ messageId: newest }]);
  expect((await states()).toSorted()).toEqual(['delivered', 'suppressed: gone', 'suppressed: read']);
});

test('a device that its service no longer knows is forgotten, with all that was on its way to it', async () => {
  const [one, two] = [await room(zoe), await room(zoe)];
  const lost = await addDevice(house.app, zoe);
  devices.behave = () => ({ outcome: 'later', retryAfterMs: null, error: 'http_503' });
  await says(one);
  await noteAndTell();
  devices.behave = () => ({ outcome: 'gone', error: 'http_410' });
  await says(two);
  await noteAndTell();
  expect(await house.app.sql`select from push_targets where id = ${lost}`).toHaveLength(0);
  expect(await states()).toEqual(['no_targets', 'no_targets']);
});

test('what a service refuses is not sent there again', async () => {
  const conversationId = await room(zoe);
  await addDevice(house.app, zoe);
  let tries = 0;
  devices.behave = () => {
    tries += 1;
    return { outcome: 'refused', error: 'http_400' };
  };
  await says(conversationId);
  await noteAndTell();
  clock.pass(10 * minute);
  await tell();
  expect(tries).toBe(1);
  expect(await states()).toEqual(['failed']);
});

test('an app counts as told when its service says so, a quarter of an hour later; one that is gone there is forgotten', async () => {
  const conversationId = await room(zoe);
  const [phone, gone, silent] = [
    await addDevice(house.app, zoe, 'expo'),
    await addDevice(house.app, zoe, 'expo'),
    await addDevice(house.app, zoe, 'expo'),
  ];
  devices.behave = ({ device }) => ({ outcome: 'accepted', ticket: device.id });
  devices.tell = (ticket) => {
    if (ticket === silent) return null;
    return ticket === gone ? { outcome: 'gone', error: 'DeviceNotRegistered' } : { outcome: 'delivered', error: null };
  };
  await says(conversationId);
  await noteAndTell();
  expect((await checkReceipts(deps())).checked).toBe(0);
  expect(await states()).toEqual(['accepted']);
  clock.pass(15 * minute);
  await checkReceipts(deps());
  const left = await house.app.sql<
    { id: string }[]
  >`select id from push_targets where user_id = ${idOf(zoe)} order by id`;
  expect(left.map(({ id }) => id)).toEqual([phone, silent].toSorted());
  expect(await states()).toEqual(['accepted']);
  for (let n = 0; n < 97; n++) {
    clock.pass(15 * minute);
    await checkReceipts(deps());
  }
  expect(await states()).toEqual(['delivered']);
  expect(devices.taken).toHaveLength(3);
});

test('a device that was signed out between the decision and the sending is not told', async () => {
  const conversationId = await room(zoe);
  const { principal } = await enter(house.app, zoe.email);
  await addDevice(house.app, { principal });
  await says(conversationId);
  await note();
  await decideDue(house.app);
  await revokeSession(house.app, principal.sessionId);
  await tell();
  expect(devices.taken).toEqual([]);
  expect(await states()).toEqual(['no_targets']);
});

test('a device that is removed while it is written down what it took stands in nobody’s way', async () => {
  const conversationId = await room(zoe);
  const phone = await addDevice(house.app, zoe);
  await says(conversationId);
  await note();
  await decideDue(house.app);
  const claimed = await claimDue(house.app, 100);
  let sending: Promise<unknown> | undefined;
  await house.app.sql.begin(async (tx) => {
    await tx`select from push_targets where id = ${phone} for update`;
    sending = sendClaimed(deps(), claimed);
    await until(
      async () => (await tx`select from pg_locks where not granted and locktype = 'transactionid'`).length > 0,
    );
    await tx`delete from push_targets where id = ${phone}`;
  });
  await sending;
  expect(devices.taken).toHaveLength(1);
  expect(await states()).toEqual(['no_targets']);
});

test('one that can’t be said, or whose conversation is deleted in that moment, keeps none of the others back', async () => {
  const [odd, deleted, fine] = [await room(zoe), await room(zoe), await room(zoe)];
  await addDevice(house.app, zoe);
  for (const conversationId of [odd, deleted, fine]) await says(conversationId);
  await note();
  await addDevice(house.app, maya);
  await house.app.sql`
    update dispatches set kind = 'lifecycle', detail = '{"event": "odd"}', user_id = ${idOf(maya)} where conversation_id = ${odd}`;
  const [before] = await house.app.sql`select status from sandboxes where id = ${maya.sandboxId}`;
  await house.app.sql`update sandboxes set status = 'stopped' where id = ${maya.sandboxId}`;
  await decideDue(house.app);
  const claimed = await claimDue(house.app, 100);
  await deleteConversation(house.app, maya.principal, deleted);
  await sendClaimed({ ...deps(), log: house.app.log.child({}, { level: 'silent' }) }, claimed);
  await house.app
    .sql`update sandboxes set status = ${must(before, 'its status')['status']} where id = ${maya.sandboxId}`;
  expect(claimed).toHaveLength(3);
  expect(devices.taken.map(({ push }) => push.tag)).toEqual([`conversation:${fine}`]);
  expect((await states()).toSorted()).toEqual(['accepted', 'delivered']);
});

test('a clock that was ahead holds nothing back once it is right again', async () => {
  const conversationId = await room(zoe);
  await addDevice(house.app, zoe);
  await says(conversationId);
  const ahead = { ...house.app, clock: { now: () => new Date(clock.now().getTime() + 86_400_000) } };
  await consume(house.app.sql, notifyOfEvents(ahead));
  await decideDue(ahead);
  const [claimed] = await claimDue(ahead, 1);
  expect(claimed).toBeDefined();
  // That node dies with it. The others' clocks are right.
  await tell();
  expect(devices.taken).toHaveLength(1);
  expect(await states()).toEqual(['delivered']);
});

test('what has ended goes after a week, and what lost its last device on the way is ended', async () => {
  const conversationId = await room(zoe);
  const phone = await addDevice(house.app, zoe);
  await says(conversationId);
  await note();
  await decideDue(house.app);
  await house.app.sql`delete from push_targets where id = ${phone}`;
  expect(await states()).toEqual(['accepted']);
  clock.pass(2 * 3_600_000);
  await sweepDispatches(house.app).run();
  expect(await states()).toEqual(['no_targets']);
  clock.pass(6 * 86_400_000);
  await sweepDispatches(house.app).run();
  expect(await states()).toEqual(['no_targets']);
  clock.pass(2 * 86_400_000);
  await sweepDispatches(house.app).run();
  expect(await states()).toEqual([]);
});

test('who is taken out of the organization is told nothing more: not what waited, nor of the agent that they ran', async () => {
  const noor = await guest(house.app, 'Noor');
  const place = { organizationId: `of-${maya.sandboxId}`, userId: idOf(noor) };
  await house.app.sql`
    insert into organization_members (organization_id, user_id, role) values (${place.organizationId}, ${place.userId}, 'admin')`;
  await addDevice(house.app, noor);
  const conversationId = await room(noor);
  await says(conversationId);
  await note();
  await takeOutOfOrganization(house.app, maya.principal, place);
  await says(conversationId, 'and later');
  await transition(house.app, maya.sandboxId, { to: 'stopped', reason: 'No room' });
  await noteAndTell();
  expect(await states()).toEqual(['suppressed: gone']);
  expect(devices.taken).toEqual([]);
});
