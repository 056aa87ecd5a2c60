import { createRequire } from 'node:module';
import type { Server as HttpServer } from 'node:http';

/** The little that a benchmark uses of it: its own types are only here once it is installed. */
export interface SocketIoServer {
  on(event: 'connection', listener: (socket: SocketIoSocket) => void): void;
  to(room: string): { emit(event: string, payload: object): void };
}

export interface SocketIoSocket {
  id: string;
  join(room: string): void;
  on(event: 'say', listener: (text: string, acknowledge: (answer: object) => void) => void): void;
}

type Options = { transports: ['websocket']; perMessageDeflate: false; serveClient: false };

/** Found where `installPeers` has put it, which is beside this file and not among the product's packages. */
export function createSocketIo(server: HttpServer, options: Options): SocketIoServer {
  const load = createRequire(import.meta.url);
  const { Server } = load('socket.io') as { Server: new (server: HttpServer, options: Options) => SocketIoServer };
  return new Server(server, options);
}
