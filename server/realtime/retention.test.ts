import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SessionPrincipal } from '#lib/contract/principals.ts';
import { createHouse, type House, type Place } from '#server/testing/realtime-house.ts';
import { dropOldPartitions } from './retention.ts';

const day = 86_400_000;
let house: House;
let maria: SessionPrincipal;
beforeAll(async () => {
  house = await createHouse();
  // No effect runs here, and those of a new installation would keep everything.
  await house.sql`delete from consumers`;
  maria = await house.person('maria');
});
afterAll(() => house[Symbol.asyncDispose]());

/** Events of a context, as if they had been written that many days ago. */
async function appendDaysAgo(place: Place, days: number, times: number): Promise<void> {
  const at = new Date(Date.now() - days * day);
  await house.sql`select make_event_partition(date_trunc('week', ${at}::timestamptz at time zone 'UTC')::date)`;
  await house.append(place, { times, quietly: true });
  await house.sql`
    update events set at = ${at} where context = ${place.context} and at > now() - interval '1 hour'`;
}

test('[RT44] weeks that ended before the retention are dropped whole; a position before them gets a resync', async () => {
  const inbox = house.userPlace(maria);
  await appendDaysAgo(inbox, 60, 3);
  await appendDaysAgo(inbox, 20, 2);
  await house.append(inbox, { times: 2 });
  const dropped = await dropOldPartitions(house.sql, new Date(), 30);
  expect(dropped).toHaveLength(1);
  const kept = await house.sql<{ seq: number }[]>`select seq from events where context = ${inbox.context} order by seq`;
  expect(kept.map(({ seq }) => seq)).toEqual([4, 5, 6, 7]);
  expect(await dropOldPartitions(house.sql, new Date(), 30)).toEqual([]);

  const [old, recent] = [await house.listen(maria), await house.listen(maria)];
  old.subscribe({ context: inbox.context, after: 1 });
  recent.subscribe({ context: inbox.context, after: 3 });
  expect(await old.next('context.resync')).toMatchObject({ head: 7 });
  expect(await recent.next('context.subscribed')).toMatchObject({ head: 7, resumed: true });
  expect([old.ids(), recent.ids()]).toEqual([[], [4, 5, 6, 7]]);
  await Promise.all([old.close(), recent.close()]);
});

test('[RT44] what an effect has not handled yet is kept, however old it is', async () => {
  const zoe = await house.person('zoe');
  const inbox = house.userPlace(zoe);
  await house.sql`insert into consumers (name, cursor) values ('slow', pg_current_snapshot())`;
  await appendDaysAgo(inbox, 90, 2);
  expect(await dropOldPartitions(house.sql, new Date(), 30)).toEqual([]);
  await house.sql`delete from consumers where name = 'slow'`;
  expect(await dropOldPartitions(house.sql, new Date(), 30)).toHaveLength(1);
});

test('[RT44] a week that somebody reads just now stays for another day, and keeps nothing else from going', async () => {
  const ines = await house.person('ines');
  const inbox = house.userPlace(ines);
  await appendDaysAgo(inbox, 120, 2);
  await house.sql`
    insert into events_default (context, seq, type, payload, tx, at)
    select context, 1000 + seq, type, payload, tx, at - interval '200 days' from events where context = ${inbox.context}`;
  await house.sql.begin(async (tx) => {
    await tx`select from events where context = ${inbox.context}`;
    expect(await dropOldPartitions(house.sql, new Date(), 30)).toEqual([]);
  });
  expect((await house.sql`select from events_default`).length).toBe(0);
  expect(await dropOldPartitions(house.sql, new Date(), 30)).toHaveLength(1);
});

test('[RT44] rows that a missed job left in the default partition go too', async () => {
  const noor = await house.person('noor');
  const inbox = house.userPlace(noor);
  await house.append(inbox, { times: 2, quietly: true });
  await house.sql`update events set at = now() - interval '200 days' where context = ${inbox.context}`;
  const [found] = await house.sql<{ count: number }[]>`select count(*)::int as count from events_default`;
  expect(found?.count).toBe(2);
  await dropOldPartitions(house.sql, new Date(), 30);
  expect((await house.sql`select from events_default`).length).toBe(0);
});
