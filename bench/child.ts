import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { diesWithParent } from '#server/parent-death.mjs';

/** A process of a measurement: it is asked one thing after the other, and answers each. */
export interface Child<Order> extends AsyncDisposable {
  ask<Answer>(order: Order): Promise<Answer>;
}

export async function startChild<Order extends object>(name: string, words: string[] = []): Promise<Child<Order>> {
  const program = fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url));
  const node = [process.execPath, '--expose-gc', ...profiling(name), program, ...words];
  const [command = '', ...args] = [...diesWithParent('TERM'), ...node];
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const gone = once(child, 'exit');
  const ended = gone.then(() => {
    throw new Error(`${name} has ended`);
  });
  ended.catch(() => undefined);
  const next = async () => (await Promise.race([once(child, 'message'), ended]))[0] as unknown;
  await next();
  return {
    ask: async <Answer>(order: Order) => {
      child.send(order);
      return (await next()) as Answer;
    },
    [Symbol.asyncDispose]: async () => {
      // SIGTERM, so that a profile is written before the end.
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** `BENCH_PROFILE=ours npm run bench fan-out` leaves a profile of that process in bench/results. */
function profiling(name: string): string[] {
  return process.env['BENCH_PROFILE'] === name ? ['--cpu-prof', '--cpu-prof-dir=bench/results'] : [];
}

/** In the child: answers orders one after the other. */
export function serveOrders<Order>(obey: (order: Order) => Promise<unknown>): void {
  process.on('message', (order: Order) => {
    obey(order).then(
      (answer) => process.send?.(answer ?? null),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.on('SIGTERM', () => process.exit(0));
  process.send?.('ready');
}

/** The same clock in every process of one machine. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
