// Our gateway, hub and log with small domains above them, as a process of its own.
import { setImmediate as turn } from 'node:timers/promises';
import { must } from '#lib/std/must.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { createHouse } from '#server/testing/realtime-house.ts';
import { serveOrders } from '../child.ts';
import { memoryNow, pacedStarts, timed, type ServerOrder } from '../server-orders.ts';

const socketsPerPerson = 20;

const house = await createHouse({ beside: { address: JSON.parse(process.argv[2] ?? '') as DatabaseAddress } });
const owner = await house.person('owner');
const sandbox = await house.sandbox(owner);
const people = [owner];
const readers = Number(process.argv[3] ?? 1_000);
while (people.length * socketsPerPerson < readers) people.push(await house.person('reader'));
const room = await house.conversation(sandbox, people);
let tickets = 0;

const told = () =>
  house.realtime.tell({
    context: room.context,
    event: 'conversation.read',
    // As many bytes as the durable one has.
    payload: { conversationId: room.id, memberId: 'someone, id: 123', lastReadSeq: 123 },
  });

serveOrders(async (order: ServerOrder) => {
  switch (order.kind) {
    case 'where':
      return { port: Number(new URL(house.url).port), context: room.context };
    case 'tickets':
      return Promise.all(
        Array.from({ length: order.count }, async () => {
          const person = must(people[Math.floor(tickets++ / socketsPerPerson) % people.length], 'a reader');
          return (await house.realtime.mintTicket(person)).ticket;
        }),
      );
    case 'tell':
      return timed(async () => {
        for (let n = 0; n < order.times; n++) {
          told();
          await turn();
        }
      });
    case 'append':
      await house.append(room, { times: order.times, quietly: true });
      return null;
    case 'burst':
      return timed(async () => house.realtime.wake([room.context]));
    case 'paced':
      return pacedStarts(order, () => house.append(room));
    case 'cpu':
      return process.cpuUsage();
    case 'memory':
      return memoryNow();
  }
});
