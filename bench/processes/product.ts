// The whole product without pages, as a process of its own, with a thousand conversations.
import { monotonicFactory } from 'ulid';
import { must } from '#lib/std/must.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { send } from '#server/chat/messages/send.ts';
import { pooledRandom } from '#server/pooled-random.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import { foundCompany, headOf, type Room } from '#drills/company.ts';
import { nowMs, serveOrders } from '../child.ts';

export type ProductOrder =
  | { kind: 'paths' }
  | { kind: 'heads' }
  | { kind: 'tickets'; count: number }
  | { kind: 'send'; writers: number; times: number; rooms: number };

const address = JSON.parse(process.argv[2] ?? '') as DatabaseAddress;
const { app, ownUrl } = await startTestApp({
  database: { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined },
  limits: 'generous',
  env: { LOG_LEVEL: 'error' },
});
const socketsPerPerson = 20;
/** As the product makes its own: a new one for each call would cost more than the rest of it. */
const nextId = monotonicFactory(pooledRandom);
const { people, rooms } = await foundCompany(app, { people: 60, rooms: Number(process.argv[3] ?? 1_000) });
const content = [{ type: 'text' as const, text: 'as many words as people usually say at once, which is not many' }];
let turn = 0;
let tickets = 0;

const sendTo = async (room: Room) => {
  const { principal } = must(people[turn % people.length], 'somebody');
  await send(app, principal, { conversationId: room.conversationId, clientId: nextId(), content });
};

serveOrders(async (order: ProductOrder) => {
  switch (order.kind) {
    case 'paths':
      return rooms.map(({ context }) => context);
    case 'heads':
      return Promise.all(rooms.map((room) => headOf(app, room)));
    case 'tickets':
      return { port: Number(new URL(ownUrl).port), tickets: await mint(order.count) };
    case 'send':
      return timed(order, () => sendTo(must(rooms[turn++ % order.rooms], 'a room')));
  }
});

function mint(count: number): Promise<string[]> {
  const ticketOf = async () => {
    const { principal } = must(people[Math.floor(tickets++ / socketsPerPerson) % people.length], 'somebody');
    return (await app.realtime.mintTicket(principal)).ticket;
  };
  return Promise.all(Array.from({ length: count }, ticketOf));
}

async function timed({ writers, times }: { writers: number; times: number }, work: () => Promise<void>) {
  const beganMs = nowMs();
  let left = times;
  const write = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: writers }, write));
  return nowMs() - beganMs;
}
