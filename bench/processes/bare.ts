// What `ws` alone does, as a process of its own: the yardstick for ours.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { ulid } from 'ulid';
import { WebSocketServer, type WebSocket } from 'ws';
import { conversationContext } from '#lib/contexts.ts';
import { connect } from '#server/db/client.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { append } from '#server/testing/realtime-house.ts';
import { serveOrders } from '../child.ts';
import { memoryNow, pacedStarts, timed, type ServerOrder } from '../server-orders.ts';

const { sql } = connect(JSON.parse(process.argv[2] ?? '') as DatabaseAddress);
const [userId, owner, id] = [ulid(), `sandbox_${ulid()}`, ulid()];
await sql`insert into users (id, email, name, pepper) values (${userId}, ${`${userId}@home.test`}, 'bare', 'p')`;
await sql`
  insert into sandboxes (id, owner_id, label, flag, runtime, status)
  values (${owner}, ${userId}, 'Agent', 'A', 'external', 'running')`;
await sql`insert into conversations (id, sandbox_id, created_by) values (${id}, ${owner}, 'someone')`;
const place = { kind: 'conversation' as const, owner: id, context: conversationContext(owner, id) };

const sockets = new Set<WebSocket>();
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const webSockets = new WebSocketServer({ server, perMessageDeflate: false });
webSockets.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', () => undefined);
});

/** The same bytes as ours, but for the number. */
const event = Buffer.from(
  JSON.stringify({
    type: 'event',
    context: place.context,
    event: 'conversation.read',
    payload: { conversationId: id, memberId: 'someone', lastReadSeq: 123 },
    id: 123,
  }),
);
const sendToAll = () => {
  for (const socket of sockets) socket.send(event);
};

serveOrders(async (order: ServerOrder) => {
  switch (order.kind) {
    case 'where':
      return { port: (server.address() as AddressInfo).port, context: place.context };
    case 'tickets':
      return Array.from({ length: order.count }, () => 'none');
    case 'tell':
      return timed(async () => {
        for (let n = 0; n < order.times; n++) {
          sendToAll();
          await turn();
        }
      });
    case 'append':
      await append(sql, place, { times: order.times });
      return null;
    case 'burst':
      return timed(async () => {
        for (let n = 0; n < order.times; n++) sendToAll();
      });
    case 'paced':
      return pacedStarts(order, async () => {
        await append(sql, place);
        sendToAll();
      });
    case 'cpu':
      return process.cpuUsage();
    case 'memory':
      return memoryNow();
  }
});
