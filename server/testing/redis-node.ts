import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { must } from '#lib/std/must.ts';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { diesWithParent } from '#server/parent-death.mjs';

export interface NodeOrders {
  address: DatabaseAddress;
  redisUrl: string;
  lifeMs: number;
}

export interface NodeProcess extends AsyncDisposable {
  /** The address of its socket. */
  url: string;
  kill(): Promise<void>;
}

/** A node in a process of its own, which says no goodbye when it is killed. */
export async function startNodeProcess(orders: NodeOrders): Promise<NodeProcess> {
  const program = fileURLToPath(new URL('node-process.ts', import.meta.url));
  const [command, ...args] = [...diesWithParent('TERM'), process.execPath, program, JSON.stringify(orders)];
  const child = spawn(must(command, 'a program'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer];
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { url: String(line).trim(), kill, [Symbol.asyncDispose]: kill };
}
