// Socket.IO as its own guide has it, as a process of its own: one INSERT, then everybody in the room is told.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonicFactory } from 'ulid';
import { must } from '#lib/std/must.ts';
import { connect } from '#server/db/client.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { serveOrders } from '../child.ts';
import { createSocketIo } from '../peers/socket-io.ts';
import type { Seat } from '../rooms/member.ts';
import type { RoomOrder } from '../rooms/room-order.ts';

const { sql } = connect(JSON.parse(process.argv[2] ?? '') as DatabaseAddress);
const people = Number(process.argv[3]);
const room = 'everybody';
const nextId = monotonicFactory();
await sql`
  create table said (
    id text primary key, room text not null, sender text not null, text text not null,
    at timestamptz not null default now())`;

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const io = createSocketIo(server, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
io.on('connection', (socket) => {
  socket.join(room);
  socket.on('say', (text, acknowledge) => {
    store(socket.id, text).then(
      (message) => {
        io.to(room).emit('message', message);
        acknowledge({ id: message.id });
      },
      (error: unknown) => process.stderr.write(`${String(error)}\n`),
    );
  });
});

async function store(sender: string, text: string) {
  const id = nextId();
  const [row] = await sql<{ at: Date }[]>`
    insert into said (id, room, sender, text) values (${id}, ${room}, ${sender}, ${text}) returning at`;
  return { id, room, sender, text, at: must(row, 'the row').at.getTime() };
}

serveOrders(async (order: RoomOrder): Promise<Seat[] | NodeJS.CpuUsage> => {
  switch (order.kind) {
    case 'seats':
      return Array.from({ length: people }, () => ({
        kind: 'socket.io',
        port: (server.address() as AddressInfo).port,
      }));
    case 'cpu':
      return process.cpuUsage();
  }
});
