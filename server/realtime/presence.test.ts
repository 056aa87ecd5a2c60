import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventPayload } from '#lib/contract/events.ts';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { createMemoryBackplane } from './backplane/memory.ts';
import type { Listener } from '#server/testing/listener.ts';
import { createHouse, type House } from '#server/testing/realtime-house.ts';
import { until } from '#server/testing/until.ts';

let house: House;
let maria: SessionPrincipal;
let zoe: SessionPrincipal;
beforeAll(async () => {
  house = await createHouse();
  [maria, zoe] = await Promise.all([house.person('maria'), house.person('zoe')]);
});
afterAll(() => house[Symbol.asyncDispose]());

function toldOf(socket: Listener): EventPayload<'presence.changed'>[] {
  const told = socket.events().filter(({ event }) => event === 'presence.changed');
  return told.map(({ payload }) => payload as EventPayload<'presence.changed'>);
}

test('[RT45] a presence path of what one may read is held and silent; a foreign, odd or unknown one is refused', async () => {
  const sandbox = await house.sandbox(maria);
  const place = await house.conversation(sandbox, [maria]);
  const socket = await house.listen(zoe);
  const mine = ['/presence/web', '/presence/app', `/presence${sandbox.context}`];
  socket.subscribe(...mine);
  await socket.until(() => socket.frames.length === 3);
  expect(socket.frames).toEqual(
    mine.map((context) => expect.objectContaining({ type: 'context.subscribed', context, head: 0 })),
  );
  const refused = [
    `/presence${place.context}`,
    '/presence/tv',
    '/presence/web/',
    '/presence',
    `/presence/user/${zoe.userId}`,
  ];
  socket.subscribe(...refused);
  await socket.until(() => socket.frames.length === 3 + refused.length);
  expect(new Set(socket.frames.slice(3))).toEqual(
    new Set(refused.map((context) => ({ type: 'error', code: 'forbidden', context }))),
  );
  await socket.close();
});

test('[RT46] somebody is in a context as long as one of their sockets says so, on whichever node', async () => {
  const backplane = createMemoryBackplane();
  await using here = await createHouse({ backplane });
  await using there = await createHouse({ backplane, beside: here });
  const noor = await here.person('noor');
  const place = await here.conversation(await here.sandbox(noor), [noor]);
  const path = `/presence${place.context}`;
  const isIn = () => here.realtime.isUserInContext(noor.userId, path);
  const [phone, tab, laptop] = [await here.listen(noor), await here.listen(noor), await there.listen(noor)];
  expect(await isIn()).toBe(false);
  for (const socket of [phone, tab, laptop]) {
    socket.subscribe(path);
    await socket.next('context.subscribed');
  }
  expect(await isIn()).toBe(true);
  phone.send({ type: 'context.unsubscribe', contexts: [path] });
  await tab.close();
  await until(() => here.realtime.stats().sockets === 1);
  expect(await isIn()).toBe(true);
  laptop.socket.terminate();
  await until(async () => !(await isIn()));
  expect(await here.realtime.isUserInContext('nobody', path)).toBe(false);
});

test('[RT47] who listens to a conversation is told who looks at it, once a change, and who comes later is told too', async () => {
  const place = await house.conversation(await house.sandbox(maria), [maria, zoe]);
  const watcher = await house.listen(maria);
  watcher.subscribe(place.context);
  await watcher.next('context.subscribed');
  const looking = [await house.listen(maria), await house.listen(zoe)];
  for (const socket of looking) socket.subscribe(`/presence${place.context}`);
  await watcher.until(() => toldOf(watcher).length > 0);
  expect(toldOf(watcher)).toEqual([{ memberIds: [maria.userId, zoe.userId].toSorted(), count: 2 }]);

  const late = await house.listen(zoe);
  late.subscribe({ context: place.context, after: 0 });
  await late.until(() => toldOf(late).length > 0);
  expect(late.frames.map(({ type }) => type)).toEqual(['context.subscribed', 'event']);

  await looking[1]?.close();
  await watcher.until(() => toldOf(watcher).length > 1);
  expect(toldOf(watcher).slice(1)).toEqual([{ memberIds: [maria.userId], count: 1 }]);
  await Promise.all([watcher.close(), late.close(), looking[0]?.close()]);
});

test('[RT47] twenty who come and go within a moment are few frames, and the last one is true', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, (_, n) => house.person(`guest${n}`)));
  const place = await house.conversation(await house.sandbox(maria), [maria, ...people]);
  const watcher = await house.listen(maria);
  watcher.subscribe(place.context);
  await watcher.next('context.subscribed');
  const sockets = await Promise.all(people.map((person) => house.listen(person)));
  for (const socket of sockets) socket.subscribe(`/presence${place.context}`);
  await Promise.all(sockets.map((socket) => socket.next('context.subscribed')));
  await Promise.all(sockets.slice(5).map((socket) => socket.close()));
  const staying = people.slice(0, 5).map(({ userId }) => userId);
  await watcher.until(() => toldOf(watcher).at(-1)?.count === 5);
  expect(toldOf(watcher).at(-1)?.memberIds.toSorted()).toEqual(staying.toSorted());
  // Thirty-five changes; each half second has one frame at most.
  expect(toldOf(watcher).length).toBeLessThan(35);
  await Promise.all([watcher, ...sockets.slice(0, 5)].map((socket) => socket.close()));
});
