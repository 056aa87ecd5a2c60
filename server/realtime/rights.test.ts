import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { createHouse, type House, type Place } from '#server/testing/realtime-house.ts';

let house: House;
let maria: SessionPrincipal;
let zoe: SessionPrincipal;
beforeAll(async () => {
  house = await createHouse();
  [maria, zoe] = await Promise.all([house.person('maria'), house.person('zoe')]);
});
afterAll(() => house[Symbol.asyncDispose]());

async function sharedConversation() {
  return house.conversation(await house.sandbox(maria), [maria, zoe]);
}

/** As the product does it: the membership and the event in one transaction. */
async function removeFrom(place: Place, { userId }: SessionPrincipal): Promise<void> {
  await house.sql.begin(async (tx) => {
    await tx`update conversation_members set left_at = now() where conversation_id = ${place.owner} and member_id = ${userId}`;
    await tx`select append_event('conversation', ${place.owner}, ${place.context}, 'member.left', ${tx.json({ memberId: userId })}, null, null)`;
  });
}

async function takeBack(place: Place, { userId }: SessionPrincipal): Promise<void> {
  await house.sql`
    update conversation_members set left_at = null where conversation_id = ${place.owner} and member_id = ${userId}`;
}

test('[RT41] a removed member gets their own leaving, then a refusal, and nothing that follows; the others go on', async () => {
  const place = await sharedConversation();
  const [stays, leaves] = [await house.listen(maria), await house.listen(zoe)];
  for (const socket of [stays, leaves]) socket.subscribe({ context: place.context, after: 0 });
  await Promise.all([stays, leaves].map((socket) => socket.next('context.subscribed')));
  await house.append(place, { times: 2, quietly: true });
  await removeFrom(place, zoe);
  await house.append(place, { times: 3 });
  await stays.until(() => stays.ids().length === 6);
  expect(await leaves.next('error')).toMatchObject({ code: 'forbidden', context: place.context });
  leaves.send('ping');
  await leaves.until(() => leaves.pongs.length === 1);
  expect(leaves.ids()).toEqual([1, 2, 3]);
  await Promise.all([stays.close(), leaves.close()]);
});

test('[RT41] a leaving that is met in a backfill ends it, unless the member has come back since', async () => {
  const place = await sharedConversation();
  await house.append(place, { times: 2 });
  await removeFrom(place, zoe);
  await house.append(place, { times: 2 });
  await takeBack(place, zoe);
  const back = await house.listen(zoe);
  back.subscribe({ context: place.context, after: 0 });
  await back.next('context.subscribed');
  expect(back.ids()).toEqual([1, 2, 3, 4, 5]);

  // Removed between the answer to "may she" and the page that holds the removal.
  await removeFrom(place, zoe);
  back.subscribe({ context: place.context, after: 0 });
  await back.next('error');
  expect(Math.max(...back.ids().map(Number))).toBeLessThanOrEqual(6);
  await back.close();
});

test('[RT42] after a change of rights what may not be read any more ends, and the rest goes on', async () => {
  const [lost, kept] = [await sharedConversation(), await sharedConversation()];
  const socket = await house.listen(zoe);
  socket.subscribe(
    { context: lost.context, after: 0 },
    { context: kept.context, after: 0 },
    `/presence${lost.context}`,
  );
  await socket.until(() => socket.frames.filter((frame) => frame.type === 'context.subscribed').length === 3);
  // Without an event in the log: only the rights have changed.
  await house.sql`
    update conversation_members set left_at = now() where conversation_id = ${lost.owner} and member_id = ${zoe.userId}`;
  house.realtime.recheck(zoe.userId);
  await socket.until(() => socket.frames.filter((frame) => frame.type === 'error').length === 2);
  expect(await house.realtime.isUserInContext(zoe.userId, `/presence${lost.context}`)).toBe(false);
  await house.append(lost);
  await house.append(kept);
  await socket.until(() => socket.ids(kept.context).length === 1);
  expect(socket.ids(lost.context)).toEqual([]);
  await socket.close();
});

test('[RT43] a node that has not heard of revocations lately tells nothing ephemeral, and goes on telling what is kept', async () => {
  let isInformed = true;
  await using alone = await createHouse({ isInformed: () => isInformed });
  const noor = await alone.person('noor');
  const inbox = alone.userPlace(noor);
  const socket = await alone.listen(noor);
  socket.subscribe({ context: inbox.context, after: 0 });
  await socket.next('context.subscribed');
  const typing = { context: inbox.context, event: 'typing', payload: { memberId: 'someone' } } as const;
  isInformed = false;
  alone.realtime.tell(typing);
  await alone.append(inbox);
  await socket.until(() => socket.events().length === 1);
  expect(socket.ids()).toEqual([1]);
  isInformed = true;
  alone.realtime.tell(typing);
  await socket.until(() => socket.events().length === 2);
});
