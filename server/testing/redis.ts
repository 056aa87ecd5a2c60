import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { createLog, type Logger } from '#server/log.ts';
import { diesWithParent } from '#server/parent-death.mjs';
import { createRedisBackplane } from '#server/realtime/backplane/redis.ts';
import { connectRedis, type RedisLink } from '#server/redis.ts';

/** A Redis of one's own, that forgets everything when it ends. */
export interface TestRedis extends AsyncDisposable {
  url: string;
  /** As a power cut ends it. */
  kill(): Promise<void>;
  /** Again, at the same address. */
  start(): Promise<void>;
  /** Its connections stay and are silent. */
  freeze(): void;
  thaw(): void;
  /** Asks it something over a connection of its own. */
  ask(command: string, ...args: string[]): Promise<unknown>;
}

export async function startTestRedis(): Promise<TestRedis> {
  const program = await whereRedisIs();
  const first = await startSomewhere(program);
  const { port } = first;
  let process = first.process;
  const url = `redis://127.0.0.1:${port}`;
  let client: Redis | null = null;
  const kill = async () => {
    client?.disconnect();
    client = null;
    if (process.exitCode !== null || process.signalCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
  };
  return {
    url,
    kill,
    start: async () => {
      const again = await startAt(program, port);
      if (again === null) throw new Error(`Redis can't listen on port ${port} any more.`);
      process = again;
    },
    freeze: () => void process.kill('SIGSTOP'),
    thaw: () => void process.kill('SIGCONT'),
    ask: async (command, ...args) => {
      client ??= new Redis(url);
      return client.call(command, ...args);
    },
    [Symbol.asyncDispose]: kill,
  };
}

/** What joins one node to the others. */
export async function joinCluster(url: string, { lifeMs, log = silent }: { lifeMs?: number; log?: Logger } = {}) {
  const redis: RedisLink = await connectRedis({ url, prefix: 'test' }, log);
  const backplane = createRedisBackplane({ redis, log, ...(lifeMs === undefined ? {} : { lifeMs }) });
  return {
    redis,
    backplane,
    [Symbol.asyncDispose]: async () => {
      backplane[Symbol.dispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}

const silent = createLog({ level: 'silent', format: 'json' });

async function whereRedisIs(): Promise<string> {
  const script = new URL('../../scripts/redis.mjs', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  return stdout.trim().split('\n').at(-1) ?? '';
}

async function startSomewhere(program: string): Promise<{ port: number; process: ChildProcess }> {
  for (;;) {
    // Below the ports that systems give out by themselves: nobody takes it while Redis is away.
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const process = await startAt(program, port);
    if (process !== null) return { port, process };
  }
}

/** Null when somebody else has the port. */
async function startAt(program: string, port: number): Promise<ChildProcess | null> {
  const settings = { port, bind: '127.0.0.1', save: '', appendonly: 'no', dir: tmpdir() };
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const [command = '', ...args] = [...diesWithParent('TERM'), program, ...words];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    if (!line.includes('Ready to accept connections')) continue;
    child.stdout.resume();
    return child;
  }
  return null;
}
