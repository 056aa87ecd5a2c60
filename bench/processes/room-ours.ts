// The product without pages, as a process of its own, with one conversation that a thousand people are in.
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { must } from '#lib/std/must.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import { foundCompany } from '#drills/company.ts';
import { serveOrders } from '../child.ts';
import type { Seat } from '../rooms/member.ts';
import type { RoomOrder } from '../rooms/room-order.ts';

const address = JSON.parse(process.argv[2] ?? '') as DatabaseAddress;
const people = Number(process.argv[3]);
const { app, ownUrl } = await startTestApp({
  database: { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined },
  env: { LOG_LEVEL: 'info' },
});
const company = await foundCompany(app, { people, rooms: 1 });
// As Postgres does by itself within minutes. Until then it plans as if there were nobody.
await app.sql`analyze`;
const { context } = must(company.rooms[0], 'the room');

serveOrders(async (order: RoomOrder): Promise<Seat[] | NodeJS.CpuUsage> => {
  switch (order.kind) {
    case 'seats':
      return Promise.all(
        company.people.map(async ({ principal, headers }): Promise<Seat> => {
          const { ticket } = await app.realtime.mintTicket(principal);
          return { kind: 'ours', port: Number(new URL(ownUrl).port), ticket, headers, contexts: [context] };
        }),
      );
    case 'cpu':
      return process.cpuUsage();
  }
});
