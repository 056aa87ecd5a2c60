import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { diesWithParent } from '#server/parent-death.mjs';
import type { RealtimeStats } from '#server/realtime/realtime.ts';

export interface NodeOrders {
  address: DatabaseAddress;
  /** 0: any. */
  port?: number;
  redisUrl?: string;
  /** Variables of the environment over the usual ones. */
  env?: Record<string, string>;
  /** How far its machine's clock is ahead of the real one. */
  clockAheadMs?: number;
  /** It says nothing of what goes wrong. */
  isQuiet?: boolean;
  /** False: another node tells people's devices. */
  tellsDevices?: boolean;
}

/** What a node says of itself when asked. */
export interface NodeFigures extends RealtimeStats {
  /** The most that ever waited in one of its sockets, in bytes. */
  waitingMax: number;
  rss: number;
}

/** The product without pages in a process of its own: what is killed here is killed as a crash kills it. */
export interface NodeProcess extends AsyncDisposable {
  origin: string;
  port: number;
  figures(): Promise<NodeFigures>;
  kill(): Promise<void>;
  /** As an operator stops it: it drains. */
  stop(): Promise<void>;
}

/** Every node of a drill serves under this name, so that one cookie is good for all of them. */
export const publicUrl = 'http://home.test';

export async function startNode(orders: NodeOrders): Promise<NodeProcess> {
  const program = fileURLToPath(new URL('processes/node.ts', import.meta.url));
  const [command, ...args] = [...diesWithParent('TERM'), process.execPath, program, JSON.stringify(orders)];
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  const first = await Promise.race([once(child, 'message'), gone]);
  const { port } = first[0] as { port?: number };
  if (port === undefined) throw new Error('a node could not start');
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);
    await gone;
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    figures: async () => {
      child.send('figures');
      const [figures] = await once(child, 'message');
      return figures as NodeFigures;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  };
}
