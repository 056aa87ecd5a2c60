import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import next from 'next';
import type { Env } from './env.ts';

export interface NextPages {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** In development Next reloads pages over a socket of its own. False: that wasn't Next's. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): Promise<void>;
}

/**
 * Next hangs an upgrade listener on the server it is given and closes every socket whose path matches a page, ours too. So
 * it gets a decoy that never listens, and we pass on what is Next's.
 */
export async function openNextPages(env: Env, port: number): Promise<NextPages> {
  const decoy = createServer();
  const dev = env.mode === 'development';
  const dir = fileURLToPath(new URL('..', import.meta.url));
  const app = next({ dev, dir, hostname: env.host, port, httpServer: decoy });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (req, res) => handle(req, res),
    upgrade: (req, socket, head) =>
      dev && req.url?.startsWith('/_next/') === true && decoy.emit('upgrade', req, socket, head),
    close: () => app.close(),
  };
}
