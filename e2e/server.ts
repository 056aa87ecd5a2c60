import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { must } from '#lib/std/must.ts';
import { prepareHome } from '#server/db/embedded/home.ts';
import { SOCKET_PORT } from '#server/db/embedded/postmaster.ts';

/** The real program in a process of its own, on a database of its own, so that a test can kill and start it again. */
export interface TestServer extends AsyncDisposable {
  url: string;
  /** Like a power cut for the app: nothing is said, nothing is finished. Its database ends with it. */
  kill(): Promise<void>;
  /** On the same data, at the same port. */
  start(): Promise<void>;
  output(): string;
  /** Where its database listens, for what has no way through the program yet. */
  database: { host: string; port: number; user: string; database: string };
  /** Killed, and unable to start: what it needs first is not where it was. The program itself lives. */
  takeDatabaseAway(): Promise<void>;
  bringDatabaseBack(): Promise<void>;
  /** How many sockets it holds, by its own count. */
  sockets(): Promise<number>;
}

/** In development React mounts everything twice, and pages are compiled when they are first asked for. */
type Mode = 'production' | 'development';
/** Of the environment, over the usual ones. */
type Variables = Record<string, string>;

export async function startServer(mode: Mode = 'production', variables: Variables = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clawchat-e2e-'));
  const launch = (port: number) => launchOn(dataDir, { port, mode, variables });
  let running = await launch(0);
  const output = [running];
  const port = Number(new URL(running.url).port);
  const { cluster, socketDir } = prepareHome(dataDir);
  const control = join(cluster, 'global', 'pg_control');
  return {
    url: running.url,
    database: { host: socketDir, port: SOCKET_PORT, user: 'postgres', database: 'clawchat' },
    output: () => output.map((life) => life.lines.join('\n')).join('\n--- started again ---\n'),
    kill: () => end(running.child, 'SIGKILL'),
    async start() {
      running = await launch(port);
      output.push(running);
    },
    async takeDatabaseAway() {
      await rename(control, `${control}.away`);
      const [pid = ''] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    bringDatabaseBack: () => rename(`${control}.away`, control),
    async sockets() {
      const metrics = await (await fetch(`${running.url}/metrics`)).text();
      return Number(must(/^claw_sockets (\d+)$/m.exec(metrics)?.[1], 'the count of open sockets'));
    },
    async [Symbol.asyncDispose]() {
      await end(running.child, 'SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface Life {
  child: ChildProcess;
  url: string;
  lines: string[];
}

async function launchOn(
  dataDir: string,
  { port, mode, variables }: { port: number; mode: Mode; variables: Variables },
): Promise<Life> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: {
      ...process.env,
      NODE_ENV: mode,
      // What development compiles goes into a folder of its own in there.
      NEXT_DIST_DIR: '.next-test',
      DATA_DIR: dataDir,
      PORT: String(port),
      SIGN_UP: 'open',
      // So that one machine can be many newcomers: see `signUp` in the fixtures.
      TRUSTED_PROXIES: '127.0.0.1,::1',
      LOG_FORMAT: 'json',
      LOG_LEVEL: 'trace',
      DATABASE_URL: '',
      PUBLIC_URL: '',
      // Where tests listen for what an agent would get.
      OUTBOUND_ALLOWED_HOSTS: '127.0.0.1',
      // Whoever works on this may have a model of their own; the tests know the guide.
      OPENAI_BASE_URL: '',
      OPENAI_MODEL: '',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = (line: string) => lines.push(line);
  createInterface({ input: child.stderr }).on('line', keep);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${lines.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      keep(line);
      const url = /^Claw Chat is ready: (\S+)/.exec(line)?.[1];
      if (url !== undefined) resolve({ child, url, lines });
    });
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
