// `node:http` with an answer in its hand, as a process of its own: the yardstick for ours.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveOrders } from '../child.ts';
import type { QueryServerOrder, Recorded } from '../query-server-order.ts';

const { headers, body } = JSON.parse(process.argv[2] ?? '') as Recorded;
const answer = Buffer.from(body);
const server = createServer((_req, res) => {
  res.writeHead(200, headers);
  res.end(answer);
}).listen(0, '127.0.0.1');
await once(server, 'listening');

serveOrders(async (order: QueryServerOrder) => {
  switch (order.kind) {
    case 'where':
      return { port: (server.address() as AddressInfo).port, headers: {} };
    case 'cpu':
      return process.cpuUsage();
  }
});
