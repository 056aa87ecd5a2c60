import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHouse, type House } from '#server/testing/realtime-house.ts';

let house: House;
beforeAll(async () => {
  house = await createHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

test('[RT12] a socket that subscribes gets what is appended from then on', async () => {
  const maria = await house.person('maria');
  const inbox = house.userPlace(maria);
  const socket = await house.listen(maria);
  socket.subscribe({ context: inbox.context, after: 0 });
  expect(await socket.next('context.subscribed')).toMatchObject({ head: 0, epoch: 1, resumed: true });
  await house.append(inbox);
  expect(await socket.next('event')).toMatchObject({ context: inbox.context, id: 1, event: 'conversation.read' });
  await socket.close();
});
