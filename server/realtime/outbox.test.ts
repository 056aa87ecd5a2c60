import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseContext } from '#lib/contexts.ts';
import type { DownFrame } from '#lib/protocol/down.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { must } from '#lib/std/must.ts';
import { append, createHouse, type House, type Place } from '#server/testing/realtime-house.ts';
import { seeded } from '#server/testing/seeded.ts';
import { Audience } from './audience.ts';
import { createMemoryBackplane } from './backplane/memory.ts';
import { Pages } from './pages.ts';
import type { Listener } from '#server/testing/listener.ts';

let house: House;
let maria: SessionPrincipal;
beforeAll(async () => {
  house = await createHouse();
  maria = await house.person('maria');
});
afterAll(() => house[Symbol.asyncDispose]());

async function newConversation(...members: SessionPrincipal[]): Promise<Place & { id: string }> {
  return house.conversation(await house.sandbox(maria), members.length > 0 ? members : [maria]);
}

const oneTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

test('[RT13] subscribing while four writers append misses nothing and doubles nothing, wherever the cutover falls', async () => {
  const rounds = 40;
  const perWriter = 12;
  const [conversation, socket] = [await newConversation(), await house.listen(maria)];
  let events = 0;
  let backfilled = 0;
  for (let round = 0; round < rounds; round++) {
    const random = seeded(round);
    const after = round * 4 * perWriter;
    const head = after + 4 * perWriter;
    socket.frames.length = 0;
    // After so many of its appends the first writer subscribes: from before the burst to its end.
    const cutIn = Math.floor(random() * (perWriter + 1));
    const write = async (writer: number) => {
      for (let i = 0; i < perWriter; i++) {
        if (writer === 0 && i === cutIn) socket.subscribe({ context: conversation.context, after });
        await house.append(conversation, { quietly: random() < 0.2 });
      }
      if (writer === 0 && cutIn === perWriter) socket.subscribe({ context: conversation.context, after });
    };
    await Promise.all(oneTo(4).map((_, writer) => write(writer)));
    house.realtime.wake([conversation.context]);
    await socket.until(() => socket.events().at(-1)?.id === head);
    const subscribed = await socket.next('context.subscribed');
    expect({ round, ids: socket.ids() }).toEqual({ round, ids: oneTo(head, after + 1) });
    expect(subscribed.resumed).toBe(true);
    events += 4 * perWriter;
    backfilled += subscribed.head - after;
    socket.send({ type: 'context.unsubscribe', contexts: [conversation.context] });
    // What is still told under this subscription must not be counted as the next one's.
    socket.send('ping');
    await socket.until(() => socket.pongs.length === round + 1);
  }
  await socket.close();
  expect(backfilled).toBeGreaterThan(0);
  expect(backfilled).toBeLessThan(events);
  process.stdout.write(
    `    cutover: ${rounds} rounds, ${events} events, ${backfilled} of them backfilled, 0 missed or doubled\n`,
  );
});

test('[RT14] a position that equals the head gets nothing, one within the log gets what follows it, in pages', async () => {
  const conversation = await newConversation();
  await house.append(conversation, { times: 450 });
  const socket = await house.listen(maria);
  socket.subscribe({ context: conversation.context, after: 3, epoch: 1 });
  expect(await socket.next('context.subscribed')).toMatchObject({ head: 450, resumed: true });
  expect(socket.ids()).toEqual(oneTo(450, 4));
  socket.frames.length = 0;
  socket.subscribe({ context: conversation.context, after: 450 });
  expect(await socket.next('context.subscribed')).toMatchObject({ head: 450, resumed: true });
  expect(socket.frames).toHaveLength(1);
  await socket.close();
});

test('[RT14] a snapshot newer than what this node has read is no mistake', async () => {
  const conversation = await newConversation();
  const first = await house.listen(maria);
  first.subscribe({ context: conversation.context, after: 0 });
  await first.next('context.subscribed');
  await house.append(conversation, { times: 5, quietly: true });
  const second = await house.listen(maria);
  second.subscribe({ context: conversation.context, after: 4 });
  expect(await second.next('context.subscribed')).toMatchObject({ head: 4, resumed: true });
  house.realtime.wake([conversation.context]);
  await Promise.all([first.until(() => first.ids().length === 5), second.until(() => second.ids().length > 0)]);
  expect(second.ids()).toEqual([5]);
  await Promise.all([first.close(), second.close()]);
});

test('[RT15] a position out of reach is answered with a resync, then live events: never with silence', async () => {
  const conversation = await newConversation();
  await house.append(conversation, { times: 20 });
  await house.sql`delete from events where context = ${conversation.context} and seq <= 10`;
  const unreachable = {
    'the log begins later': { after: 5 },
    'beyond the head': { after: 21 },
    negative: { after: -1 },
    'another epoch': { after: 20, epoch: 7 },
  };
  const socket = await house.listen(maria);
  for (const [why, asked] of Object.entries(unreachable)) {
    socket.frames.length = 0;
    socket.subscribe({ context: conversation.context, ...asked });
    await socket.next('context.subscribed');
    const position = { context: conversation.context, head: 20, epoch: 1 };
    expect({ why, frames: socket.frames }).toEqual({
      why,
      frames: [
        { type: 'context.resync', ...position },
        { type: 'context.subscribed', ...position, resumed: false },
      ],
    });
  }
  await house.append(conversation);
  await socket.until(() => socket.ids().includes(21));
  await socket.close();
});

test('[RT15] more than 10,000 events behind is a resync as well', async () => {
  const conversation = await newConversation();
  await house.append(conversation, { times: 10_001 });
  const socket = await house.listen(maria);
  socket.subscribe({ context: conversation.context, after: 0 });
  expect(await socket.next('context.resync')).toMatchObject({ head: 10_001 });
  expect(socket.events()).toEqual([]);
  await socket.close();
});

test('[RT15] live readers of a log that was cut under them are told to read again', async () => {
  const conversation = await newConversation();
  const socket = await house.listen(maria);
  socket.subscribe({ context: conversation.context, after: 0 });
  await socket.next('context.subscribed');
  await house.append(conversation, { times: 3, quietly: true });
  await house.sql`delete from events where context = ${conversation.context}`;
  await house.realtime.compareHeads();
  expect(await socket.next('context.resync')).toMatchObject({ head: 3 });
  await house.append(conversation);
  await socket.until(() => socket.ids().includes(4));
  await socket.close();
});

test('[RT16] an event about a conversation reaches its members and those it names, live and in a replay', async () => {
  const [zoe, omar, kim] = [await house.person('zoe'), await house.person('omar'), await house.person('kim')];
  const sandbox = await house.sandbox(maria);
  const theirs = await house.conversation(sandbox, [maria, zoe]);
  const people = [maria, zoe, omar, kim];
  const live = await Promise.all(people.map((person) => house.listen(person)));
  for (const socket of live) socket.subscribe({ context: sandbox.context, after: 0 });
  await Promise.all(live.map((socket) => socket.next('context.subscribed')));

  await append(house.sql, sandbox);
  await append(house.sql, sandbox, { about: theirs.id, alsoTo: [omar.userId] });
  await append(house.sql, sandbox, { about: theirs.id, times: 2 });
  await append(house.sql, sandbox);
  house.realtime.wake([sandbox.context]);
  await Promise.all(live.map((socket) => socket.until(() => socket.ids().includes(5))));
  const late = await Promise.all(people.map((person) => house.listen(person)));
  for (const socket of late) socket.subscribe({ context: sandbox.context, after: 0 });
  await Promise.all(late.map((socket) => socket.next('context.subscribed')));

  for (const [mariaSaw, zoeSaw, omarSaw, kimSaw] of [live.map(seen), late.map(seen)]) {
    expect(mariaSaw).toEqual({ ids: [1, 2, 3, 4, 5], cursors: [] });
    expect(zoeSaw).toEqual(mariaSaw);
    expect(omarSaw).toEqual({ ids: [1, 2, 5], cursors: [4] });
    expect(kimSaw).toEqual({ ids: [1, 5], cursors: [4] });
  }
  await Promise.all([...live, ...late].map((socket) => socket.close()));
});

test('[RT16] who left reads nothing more about the conversation, from the very event that says so', async () => {
  const zoe = await house.person('zoe');
  const sandbox = await house.sandbox(maria);
  const theirs = await house.conversation(sandbox, [maria, zoe]);
  const socket = await house.listen(zoe);
  socket.subscribe({ context: sandbox.context, after: 0 });
  await socket.next('context.subscribed');
  await house.append(sandbox, { about: theirs.id });
  await socket.until(() => socket.ids().includes(1));
  await house.sql`
    update conversation_members set left_at = now()
    where conversation_id = ${theirs.id} and member_id = ${zoe.userId}`;
  await house.append(sandbox, { about: theirs.id });
  expect(await socket.next('context.cursor')).toMatchObject({ id: 2 });
  expect(socket.ids()).toEqual([1]);
  await socket.close();
});

test('[RT17] an ephemeral event reaches those who listen now, its audience only, and carries no id', async () => {
  const zoe = await house.person('zoe');
  const sandbox = await house.sandbox(maria);
  const hers = await house.conversation(sandbox, [maria]);
  const [first, second] = [await house.listen(maria), await house.listen(zoe)];
  for (const socket of [first, second]) socket.subscribe({ context: sandbox.context, after: 0 });
  await Promise.all([first, second].map((socket) => socket.next('context.subscribed')));
  const status = (presence: 'online' | 'idle') =>
    ({
      context: sandbox.context,
      event: 'bot.status',
      payload: { sandboxId: sandbox.owner, presence, at: 1 },
    }) as const;
  house.realtime.tell({ ...status('idle'), about: hers.id });
  await first.next('event');
  house.realtime.tell(status('online'));
  await Promise.all([first.until(() => first.events().length === 2), second.next('event')]);
  expect(first.ids()).toEqual([undefined, undefined]);
  expect(second.events().map(({ payload }) => payload)).toEqual([status('online').payload]);
  await Promise.all([first.close(), second.close()]);
});

test('[RT18] a reader that stops reading is closed with 4002, resumes where it was, and holds nobody up', async () => {
  const conversation = await newConversation();
  const long = 'a'.repeat(100_000);
  house.hydrateWith(({ context, seq }) => ({
    context,
    id: seq,
    event: 'typing',
    payload: { memberId: `${seq}${long}` },
  }));
  const [slow, quick] = [await house.listen(maria), await house.listen(maria)];
  for (const socket of [slow, quick]) socket.subscribe({ context: conversation.context, after: 0 });
  await Promise.all([slow, quick].map((socket) => socket.next('context.subscribed')));
  slow.socket.pause();
  const all = 300;
  for (let sent = 5; sent <= all; sent += 5) {
    await house.append(conversation, { times: 5 });
    // Faster than one process writes and reads, the quick one would be the slow one too.
    await quick.until(() => quick.ids().includes(sent));
  }
  expect(quick.ids()).toEqual(oneTo(all));
  slow.socket.resume();
  expect(await slow.ended).toBe(4002);
  const reached = slow.ids().length;
  expect(slow.ids()).toEqual(oneTo(reached));
  expect(reached).toBeLessThan(all);

  const again = await house.listen(maria);
  again.subscribe({ context: conversation.context, after: reached });
  expect(await again.next('context.subscribed')).toMatchObject({ head: all, resumed: true });
  expect(again.ids()).toEqual(oneTo(all, reached + 1));
  await Promise.all([quick.close(), again.close()]);
  house.hydrateWith(null);
});

test('[RT18] with more than 1 MiB waiting, what is kept nowhere is dropped for that socket; what is kept is not', async () => {
  const conversation = await newConversation();
  const long = 'a'.repeat(100_000);
  house.hydrateWith(({ context, seq }) => ({
    context,
    id: seq,
    event: 'typing',
    payload: { memberId: `${seq}${long}` },
  }));
  const [slow, quick] = [await house.listen(maria), await house.listen(maria)];
  for (const socket of [slow, quick]) socket.subscribe({ context: conversation.context, after: 0 });
  await Promise.all([slow, quick].map((socket) => socket.next('context.subscribed')));
  slow.socket.pause();
  const typing = { context: conversation.context, event: 'typing', payload: { memberId: 'zoe' } } as const;
  const before = house.realtime.stats().ephemeralsDropped;
  let appended = 0;
  let told = 0;
  while (house.realtime.stats().ephemeralsDropped === before) {
    await house.append(conversation, { times: 5 });
    appended += 5;
    await quick.until(() => quick.ids().includes(appended));
    house.realtime.tell(typing);
    told += 1;
  }
  await quick.until(() => quick.ids().length === appended + told);
  slow.socket.resume();
  await slow.until(() => slow.ids().includes(appended));
  expect(slow.ids().filter((id) => id !== undefined)).toEqual(oneTo(appended));
  expect(slow.ids()).toHaveLength(appended + told - 1);
  expect(slow.socket.readyState).toBe(slow.socket.OPEN);
  await Promise.all([slow.close(), quick.close()]);
  house.hydrateWith(null);
});

test('[RT40] two who come back to the same place at the same time share one read; who follows a wake-up reads anew', async () => {
  const conversation = await newConversation();
  await house.append(conversation, { times: 10 });
  const ref = must(parseContext(conversation.context), 'a conversation');
  const pages = new Pages(house.sql, house.contexts, new Audience(async () => [maria.userId], house.clock));
  const [one, other, fresh, elsewhere] = await Promise.all([
    pages.readShared(ref, 5),
    pages.readShared(ref, 5),
    pages.readAfter(ref, 5),
    pages.readShared(ref, 6),
  ]);
  expect(other).toBe(one);
  expect(fresh).not.toBe(one);
  expect([one, fresh, elsewhere].map((entries) => entries.map(({ seq }) => seq))).toEqual([
    oneTo(10, 6),
    oneTo(10, 6),
    oneTo(10, 7),
  ]);
  await house.append(conversation);
  expect((await pages.readShared(ref, 5)).map(({ seq }) => seq)).toEqual(oneTo(11, 6));
});

test('[RT19] a lost wake-up is healed by comparing heads', async () => {
  const conversation = await newConversation();
  const socket = await house.listen(maria);
  socket.subscribe({ context: conversation.context, after: 0 });
  await socket.next('context.subscribed');
  await house.append(conversation, { times: 3, quietly: true });
  await house.realtime.compareHeads();
  await socket.until(() => socket.ids().length > 0);
  expect(socket.ids()).toEqual([1, 2, 3]);
  await socket.close();
});

test('[RT23] what is appended through one node is told by all of them, durable and ephemeral', async () => {
  const backplane = createMemoryBackplane();
  await using here = await createHouse({ backplane });
  await using there = await createHouse({ backplane, beside: here });
  const zoe = await here.person('zoe');
  const inbox = here.userPlace(zoe);
  const sockets = [await here.listen(zoe), await there.listen(zoe)];
  for (const socket of sockets) socket.subscribe({ context: inbox.context, after: 0 });
  await Promise.all(sockets.map((socket) => socket.next('context.subscribed')));
  await here.append(inbox);
  await Promise.all(sockets.map((socket) => socket.until(() => socket.ids().length === 1)));
  there.realtime.tell({ context: inbox.context, event: 'typing', payload: { memberId: 'someone' } });
  await Promise.all(sockets.map((socket) => socket.until(() => socket.ids().length === 2)));
  expect(sockets.map((socket) => socket.ids())).toEqual([
    [1, undefined],
    [1, undefined],
  ]);
});

test('[RT11] one page of the log is read, and one frame made, for all who listen', async () => {
  const conversation = await newConversation();
  let hydrated = 0;
  house.hydrateWith(({ context, seq }) => {
    hydrated += 1;
    return { context, id: seq, event: 'typing', payload: { memberId: 'someone' } };
  });
  const sockets = await Promise.all(oneTo(20).map(() => house.listen(maria)));
  for (const socket of sockets) socket.subscribe({ context: conversation.context, after: 0 });
  await Promise.all(sockets.map((socket) => socket.next('context.subscribed')));
  await house.append(conversation, { times: 10 });
  await Promise.all(sockets.map((socket) => socket.until(() => socket.ids().length === 10)));
  expect(hydrated).toBe(10);
  await Promise.all(sockets.map((socket) => socket.close()));
  house.hydrateWith(null);
});

test('[RT12] an unsubscribed context is silent, also when it was given up while it was being opened', async () => {
  const [kept, dropped] = [await newConversation(), await newConversation()];
  await house.append(dropped, { times: 500 });
  const socket = await house.listen(maria);
  socket.subscribe({ context: dropped.context, after: 0 }, { context: kept.context, after: 0 });
  socket.send({ type: 'context.unsubscribe', contexts: [dropped.context] });
  await socket.next('context.subscribed');
  await house.append(dropped);
  await house.append(kept);
  await socket.until(() => socket.ids(kept.context).length === 1);
  expect(socket.frames.filter((frame) => 'context' in frame && frame.context === dropped.context)).toEqual([]);
  expect(house.realtime.stats().contexts).toBe(1);
  await socket.close();
});

function seen(socket: Listener): { ids: (number | undefined)[]; cursors: number[] } {
  const isCursor = (frame: DownFrame) => frame.type === 'context.cursor';
  return { ids: socket.ids(), cursors: socket.frames.filter(isCursor).map(({ id }) => id) };
}
