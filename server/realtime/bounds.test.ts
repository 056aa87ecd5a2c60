import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import type { Listener } from '#server/testing/listener.ts';
import { createHouse, type House } from '#server/testing/realtime-house.ts';

let house: House;
let maria: SessionPrincipal;
beforeAll(async () => {
  house = await createHouse();
  maria = await house.person('maria');
});
afterAll(() => house[Symbol.asyncDispose]());

test('[RT38] a person has twenty sockets; the next is answered 429, and as soon as one is closed there is room', async () => {
  const zoe = await house.person('zoe');
  const sockets = await Promise.all(Array.from({ length: 20 }, () => house.listen(zoe)));
  await expect(house.listen(zoe)).rejects.toThrow('429');
  const others = await house.listen(maria);
  expect(sockets.every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true);
  await sockets[0]?.close();
  await others.close();
  sockets[0] = await house.listen(zoe);
  await Promise.all(sockets.map((socket) => socket.close()));
});

test('[RT38] of thirty who knock at once twenty get in', async () => {
  const noor = await house.person('noor');
  const knocks = await Promise.allSettled(Array.from({ length: 30 }, () => house.listen(noor)));
  const inside = knocks.filter((knock) => knock.status === 'fulfilled');
  expect(inside.length).toBeLessThanOrEqual(20);
  expect(house.realtime.stats().sockets).toBe(inside.length);
  await Promise.all(inside.map(({ value }: PromiseFulfilledResult<Listener>) => value.close()));
});

test('[RT38] a socket that is being closed takes nobody’s place, however long the other side needs to go', async () => {
  const omar = await house.person('omar');
  const sockets = await Promise.all(Array.from({ length: 20 }, () => house.listen(omar)));
  for (const { socket } of sockets) socket.pause();
  house.clock.pass(35_001);
  house.realtime.beat();
  const again = await house.listen(omar);
  expect(again.socket.readyState).toBe(again.socket.OPEN);
  for (const { socket } of sockets) socket.resume();
  await Promise.all([again.close(), ...sockets.map((socket) => socket.ended)]);
});

test('[RT39] who floods is told so and not obeyed; a pause makes room; who goes on is closed with 4003', async () => {
  const socket = await house.listen(maria);
  const inbox = house.userPlace(maria).context;
  for (let n = 0; n < 201; n++) socket.send('ping');
  socket.subscribe(inbox);
  await socket.until(() => socket.frames.some((frame) => frame.type === 'error'));
  expect(socket.frames[0]).toEqual({ type: 'error', code: 'rate_limited' });
  house.clock.pass(1_000);
  socket.subscribe(inbox);
  await socket.next('context.subscribed');
  for (let n = 0; n < 300; n++) socket.send('ping');
  expect(await socket.ended).toBe(4003);
});

test('[RT9] a frame that names 201 contexts is answered once and not obeyed', async () => {
  const socket = await house.listen(maria);
  socket.send({ type: 'context.subscribe', contexts: Array.from({ length: 201 }, (_, n) => `/user/${n}`) });
  socket.send('ping');
  await socket.until(() => socket.pongs.length === 1);
  expect(socket.frames).toEqual([{ type: 'error', code: 'too_many_contexts', max: 200 }]);
  expect(house.realtime.stats().subscriptions).toBe(0);
  await socket.close();
});

test('[RT9] two hundred contexts in one frame cost a fixed number of statements', async () => {
  const sandbox = await house.sandbox(maria);
  const places = await Promise.all(Array.from({ length: 150 }, () => house.conversation(sandbox, [maria])));
  const few = await statementsFor(places.slice(0, 2).map((place) => place.context));
  const many = await statementsFor(places.map((place) => place.context));
  expect(many).toBe(few);
});

/** What Postgres counted as calls while a socket subscribed to these, each from its head. */
async function statementsFor(contexts: string[]): Promise<number> {
  const socket = await house.listen(maria);
  const before = house.statements();
  socket.subscribe(...contexts.map((context) => ({ context, after: 0 })));
  await socket.until(
    () => socket.frames.filter((frame) => frame.type === 'context.subscribed').length === contexts.length,
  );
  const after = house.statements();
  await socket.close();
  return after - before;
}
