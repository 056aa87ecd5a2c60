import { afterAll, beforeAll, expect, test } from 'vitest';
import { presencePathOf } from '#lib/contexts.ts';
import { RealtimeClient } from '#lib/realtime/client.ts';
import { startBalancer } from '#server/testing/balancer.ts';
import { Listener } from '#server/testing/listener.ts';
import { createHouse, type House, type Place } from '#server/testing/realtime-house.ts';
import { startNodeProcess, type NodeProcess } from '#server/testing/redis-node.ts';
import { joinCluster, startTestRedis, type TestRedis } from '#server/testing/redis.ts';
import { until } from '#server/testing/until.ts';

interface Node {
  house: House;
  joined: Awaited<ReturnType<typeof joinCluster>>;
}

let redis: TestRedis;
let attic: Node;
let cellar: Node;
/** The one that is killed, in a process of its own. */
let shed: NodeProcess;

beforeAll(async () => {
  redis = await startTestRedis();
  attic = await startNode();
  cellar = await startNode(attic.house);
  shed = await startNodeProcess({ address: attic.house.address, redisUrl: redis.url, lifeMs: 1_000 });
});
afterAll(async () => {
  await shed[Symbol.asyncDispose]();
  for (const node of [cellar, attic]) {
    await node.house[Symbol.asyncDispose]();
    await node.joined[Symbol.asyncDispose]();
  }
  await redis[Symbol.asyncDispose]();
});

test('[RT50] what happens in the attic is on a socket in the cellar by wake-up: thirty times over, where a timer would take minutes', async () => {
  const { place, maya } = await mayasPlace();
  const phone = await follow(cellar, maya, place);
  for (let seq = 1; seq <= 30; seq++) {
    await attic.house.append(place);
    await phone.until(() => phone.ids(place.context).length === seq);
  }
  expect(phone.ids(place.context)).toEqual(upTo(30));
  await phone.close();
});

test('[RT50] who types in the attic is seen in the cellar, once on each page', async () => {
  const { place, maya, jonas } = await mayasPlace();
  const inCellar = await Promise.all([follow(cellar, maya, place), follow(cellar, jonas, place)]);
  const [phone, other] = inCellar;
  const { realtime } = attic.house;
  const payload = { memberId: 'maya' };
  realtime.tell({ context: place.context, event: 'typing', payload, about: place.id });
  await Promise.all(inCellar.map((one) => one.until(() => one.events(place.context).length > 0)));
  expect(phone.events(place.context)).toEqual([{ type: 'event', context: place.context, event: 'typing', payload }]);
  await Promise.all([phone.close(), other.close()]);
});

test('[RT52] who looks in the attic is known in the cellar, told to those who listen there, and gone when the last page is', async () => {
  const { place, maya, jonas } = await mayasPlace();
  const phone = await follow(cellar, jonas, place);
  const path = presencePathOf(place.context);
  const laptop = await attic.house.listen(maya);
  laptop.subscribe(path);
  await until(() => cellar.house.realtime.isUserInContext(maya.userId, path));
  expect(await cellar.house.realtime.isUserInContext(jonas.userId, path)).toBe(false);
  const present = (one: Listener) =>
    one.events(place.context).flatMap(({ event, payload }) => (event === 'presence.changed' ? [payload] : []));
  await phone.until(() => present(phone).length === 1);
  await laptop.close();
  await until(async () => !(await cellar.house.realtime.isUserInContext(maya.userId, path)));
  await phone.until(() => present(phone).length === 2);
  expect(present(phone)).toEqual([
    { memberIds: [maya.userId], count: 1 },
    { memberIds: [], count: 0 },
  ]);
  await phone.close();
});

test('[RT51] Redis is killed: the attic hears itself at once, the cellar the log; Redis is back: wake-ups go on, and nothing was lost or doubled', async () => {
  const { place, maya } = await mayasPlace();
  const [laptop, phone] = [await follow(attic, maya, place), await follow(cellar, maya, place)];
  const heard = (one: Listener, seq: number) => one.until(() => one.ids(place.context).includes(seq));

  await redis.kill();
  await until(() => [attic, cellar].every((node) => !node.joined.backplane.isWhole()));
  for (let seq = 1; seq <= 10; seq++) {
    await attic.house.append(place);
    await heard(laptop, seq);
  }
  await heard(phone, 10);

  await redis.start();
  await until(() => [attic, cellar].every((node) => node.joined.backplane.isWhole()));
  for (let seq = 11; seq <= 30; seq++) {
    await attic.house.append(place);
    await heard(phone, seq);
  }
  await heard(laptop, 30);
  expect([laptop.ids(place.context), phone.ids(place.context)]).toEqual([upTo(30), upTo(30)]);
  await Promise.all([laptop.close(), phone.close()]);
});

test('[RT51] Redis goes three times while both nodes write: each socket gets every event once and in order', async () => {
  const { place, maya } = await mayasPlace();
  const sockets = [await follow(attic, maya, place), await follow(cellar, maya, place)];
  let written = 0;
  for (let outage = 0; outage < 3; outage++) {
    const writing = Promise.all([attic, cellar].map((node) => writeFifty(node.house, place, () => (written += 1))));
    await redis.kill();
    await until(() => [attic, cellar].every((node) => !node.joined.backplane.isWhole()));
    await redis.start();
    await until(() => [attic, cellar].every((node) => node.joined.backplane.isWhole()));
    await writing;
  }
  await Promise.all(sockets.map((one) => one.until(() => one.ids(place.context).includes(written))));
  expect(sockets.map((one) => one.ids(place.context))).toEqual([upTo(written), upTo(written)]);
  process.stdout.write(
    `    cluster: ${written} events through three outages of Redis, on two nodes: none lost, none twice\n`,
  );
  await Promise.all(sockets.map((one) => one.close()));
});

test('[RT52] a node is killed: its people fade, its clients come back to another one and have lost nothing', async () => {
  const { place, maya } = await mayasPlace();
  await using balancer = await startBalancer(shed.url);
  const path = presencePathOf(place.context);
  const clients = Array.from({ length: 5 }, () => clientOf(balancer.url, maya));
  const got = clients.map(() => [] as number[]);
  const releases = clients.map((client, n) => {
    client.subscribe(place.context, { after: 0, onEvent: ({ id }) => void (id !== undefined && got[n]?.push(id)) });
    return client.acquire();
  });
  const watching = await watcherAt(shed.url, maya, path);
  await until(() => attic.house.realtime.isUserInContext(maya.userId, path));

  for (let seq = 1; seq <= 20; seq++) await attic.house.append(place);
  await until(() => got.every((ids) => ids.length >= 10));
  balancer.turnTo(cellar.house.url);
  await shed.kill();
  for (let seq = 21; seq <= 40; seq++) await attic.house.append(place);
  await until(() => got.every((ids) => ids.includes(40)));
  expect(got).toEqual(clients.map(() => upTo(40)));
  expect(await watching.ended).toBe(1006);
  await until(async () => !(await attic.house.realtime.isUserInContext(maya.userId, path)));
  for (const release of releases) release();
});

async function startNode(beside?: House): Promise<Node> {
  const joined = await joinCluster(redis.url);
  const { backplane } = joined;
  return { joined, house: await createHouse(beside === undefined ? { backplane } : { backplane, beside }) };
}

async function mayasPlace() {
  const { house } = attic;
  const [maya, jonas] = [await house.person('maya'), await house.person('jonas')];
  return { maya, jonas, place: await house.conversation(await house.sandbox(maya), [maya, jonas]) };
}

type Person = Awaited<ReturnType<House['person']>>;

async function follow({ house }: Node, person: Person, place: Place): Promise<Listener> {
  const listener = await house.listen(person);
  listener.subscribe({ context: place.context, after: 0 });
  await listener.next('context.subscribed');
  return listener;
}

async function watcherAt(url: string, person: Person, path: string): Promise<Listener> {
  const { ticket } = await attic.house.realtime.mintTicket(person);
  const listener = await Listener.open(`${url}?ticket=${ticket}`);
  listener.subscribe(path);
  return listener;
}

function clientOf(url: string, person: Person): RealtimeClient {
  return new RealtimeClient({ url, fetchTicket: () => attic.house.realtime.mintTicket(person) });
}

/** Fifty of one's own, each of which the other node may overtake. */
async function writeFifty(house: House, place: Place, count: () => void): Promise<void> {
  for (let n = 0; n < 50; n++) {
    await house.append(place);
    count();
  }
}

function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, n) => n + 1);
}
