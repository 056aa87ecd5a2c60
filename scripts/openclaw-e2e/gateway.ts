import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const readyMaxMs = 120_000;
const lookEveryMs = 100;

export interface Installed {
  node: string;
  openclaw: string;
}

/** OpenClaw's gateway, in a home of its own, on this machine only. */
export class Gateway implements AsyncDisposable {
  readonly port: number;
  readonly #installed: Installed;
  readonly home: string;
  readonly #log: string;
  #child: ChildProcess | null = null;

  constructor(installed: Installed, { home, port }: { home: string; port: number }) {
    this.#installed = installed;
    this.home = home;
    this.#log = join(home, 'gateway.log');
    this.port = port;
  }

  /** Where it looks for its configuration. */
  get configuration(): string {
    return join(this.home, '.openclaw/openclaw.json');
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Milliseconds until it was ready. */
  async start(): Promise<number> {
    const began = performance.now();
    const args = [this.#installed.openclaw, 'gateway', '--port', String(this.port), '--bind', 'loopback'];
    const child = spawn(this.#installed.node, args, {
      env: this.#env(),
      cwd: this.home,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(this.#log, { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#child = child;
    while (!(await this.#isReady())) {
      if (child.exitCode !== null) throw new Error(`the gateway ended with code ${child.exitCode}; see ${this.#log}`);
      if (performance.now() - began > readyMaxMs) throw new Error(`the gateway is not ready; see ${this.#log}`);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    return performance.now() - began;
  }

  /** As a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** One command of its CLI. */
  async run(...args: string[]): Promise<string> {
    const { node, openclaw } = this.#installed;
    const { stdout } = await promisify(execFile)(node, [openclaw, ...args], { env: this.#env(), cwd: this.home });
    return stdout;
  }

  /** One line, as somebody types it at home. */
  async shell(line: string): Promise<void> {
    await promisify(execFile)('sh', ['-c', line], { env: this.#env(), cwd: this.home });
  }

  /** Of it and of all that it has started, in MB. */
  get memoryMb(): number {
    const pids = this.#child?.pid === undefined ? [] : familyOf(this.#child.pid);
    return Math.round(pids.reduce((kb, pid) => kb + residentKb(pid), 0) / 1024);
  }

  #env(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    const quiet = { OPENCLAW_OFFLINE: '1', OPENCLAW_NO_AUTO_UPDATE: '1', OPENCLAW_DISABLE_BONJOUR: '1', CI: '1' };
    const { node, openclaw } = this.#installed;
    const bins = [join(node, '..'), join(openclaw, '../../.bin')];
    return { NODE_ENV: 'production', PATH: [...bins, PATH].join(':'), HOME: this.home, ...quiet };
  }

  async #isReady(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const pids = child.pid === undefined ? [] : familyOf(child.pid);
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    // Its helpers outlive a kill.
    if (signal === 'SIGKILL') for (const pid of pids) endIfThere(pid);
  }
}

function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    const child = Number(name);
    const parent = Number.isInteger(child) ? parentOf(child) : null;
    return parent === null ? [] : [{ child, parent }];
  });
  const family = [pid];
  for (const one of family) family.push(...parents.filter(({ parent }) => parent === one).map(({ child }) => child));
  return family;
}

function parentOf(pid: number): number | null {
  const found = /^PPid:\s+(\d+)$/m.exec(statusOf(pid))?.[1];
  return found === undefined ? null : Number(found);
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? 0);
}

/** Empty: it ended in this moment. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended with its parent.
  }
}
