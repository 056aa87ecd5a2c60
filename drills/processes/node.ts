// One node of the product, without pages, as a process of its own: `drills/node.ts` starts it.
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { startTestApp } from '#server/testing/app.ts';
import { connect } from '#server/testing/database.ts';
import { publicUrl, type NodeFigures, type NodeOrders } from '../node.ts';

const {
  address,
  port = 0,
  redisUrl = '',
  env = {},
  clockAheadMs = 0,
  isQuiet = false,
  tellsDevices = true,
} = JSON.parse(process.argv[2] ?? '') as NodeOrders;

setClockAhead(clockAheadMs);

let waitingMax = 0;
// Looked at after every write, because between two looks on a timer a buffer may have come and gone.
subscribe('net.server.socket', (message) => {
  const { socket } = message as { socket: Socket };
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]) => {
    const hasRoom = write(...args);
    waitingMax = Math.max(waitingMax, socket.writableLength);
    return hasRoom;
  };
});

const served = await startTestApp({
  database: { address, sql: connect(address, 1), [Symbol.asyncDispose]: async () => undefined },
  limits: 'generous',
  ...(isQuiet ? { log: { write: () => undefined } } : {}),
  env: { PORT: String(port), PUBLIC_URL: publicUrl, REDIS_URL: redisUrl, LOG_LEVEL: 'error', ...env },
  ...(tellsDevices ? {} : { transports: null }),
});

process.on('message', () => {
  const figures: NodeFigures = { ...served.app.realtime.stats(), waitingMax, rss: process.memoryUsage().rss };
  process.send?.(figures);
});
process.on('SIGTERM', () => {
  served.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
process.send?.({ port: Number(new URL(served.ownUrl).port) });

/** As on a machine whose clock is wrong: everything in this process believes it. */
function setClockAhead(ms: number): void {
  if (ms === 0) return;
  const now = () => performance.timeOrigin + performance.now() + ms;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    get: (target, name, receiver) => (name === 'now' ? () => Math.floor(now()) : Reflect.get(target, name, receiver)),
  });
}
