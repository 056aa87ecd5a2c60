// The product without pages, as a process of its own, and somebody who is signed in.
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import { guest } from '#server/testing/personas.ts';
import { serveOrders } from '../child.ts';
import type { QueryServerOrder } from '../query-server-order.ts';

const address = JSON.parse(process.argv[2] ?? '') as DatabaseAddress;
const { app, ownUrl } = await startTestApp({
  database: { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined },
  env: { LOG_LEVEL: 'info' },
});
const { headers } = await guest(app, 'Maya');
await app.sql`analyze`;

serveOrders(async (order: QueryServerOrder) => {
  switch (order.kind) {
    case 'where':
      return { port: Number(new URL(ownUrl).port), headers };
    case 'cpu':
      return process.cpuUsage();
  }
});
