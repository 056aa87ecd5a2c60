import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DatabaseAddress } from '#server/db/embedded.ts';
import { diesWithParent } from '#server/parent-death.mjs';
import { startTimeOf } from '#server/process-lock.mjs';

export interface HomeOrders {
  dataDir: string;
  /** 0: any. */
  port: number;
}

/** What it says once it serves. */
export interface HomeReport {
  port: number;
  address: DatabaseAddress;
}

const logLinesShown = 20;

/** An installation as a person has it: the app, and the database that it brings, starts and starts again. */
export class Home implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'clawchat-durable-'));
  readonly #log = join(this.#folder, 'app.log');
  #app: ChildProcess | null = null;
  #gone: Promise<unknown> = Promise.resolve();
  #report: HomeReport = { port: 0, address: { url: '' } };

  static async open(): Promise<Home> {
    const home = new Home();
    mkdirSync(join(home.#folder, 'tmp'));
    await home.start();
    return home;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#report.port}`;
  }

  get address(): DatabaseAddress {
    return this.#report.address;
  }

  /** False when it ended without having been killed: then its last words are in `lastWords`. */
  get isRunning(): boolean {
    return this.#app !== null && this.#app.exitCode === null && this.#app.signalCode === null;
  }

  get lastWords(): string {
    return readFileSync(this.#log, 'utf8').trim().split('\n').slice(-logLinesShown).join('\n');
  }

  /** As whatever supervises it does. The port stays the same, so that everybody finds it again. */
  async start(): Promise<void> {
    const program = fileURLToPath(new URL('../processes/home.ts', import.meta.url));
    const orders: HomeOrders = { dataDir: join(this.#folder, 'data'), port: this.#report.port };
    // What a killed one leaves behind goes with the folder.
    const here = ['env', `TMPDIR=${join(this.#folder, 'tmp')}`];
    const [command, ...args] = [...diesWithParent('TERM'), ...here, process.execPath, program, JSON.stringify(orders)];
    const log = openSync(this.#log, 'a');
    const app = spawn(command, args, { stdio: ['ignore', log, log, 'ipc'] });
    this.#app = app;
    this.#gone = once(app, 'exit');
    const [report] = (await Promise.race([once(app, 'message'), this.#gone])) as [HomeReport | number | null];
    if (report === null || typeof report === 'number') throw new Error(`the app could not start:\n${this.lastWords}`);
    this.#report = report;
  }

  /** As a crash ends it. Its database hears of that from the system, and ends as well. */
  async killApp(): Promise<void> {
    this.#app?.kill('SIGKILL');
    await this.#gone;
  }

  killPostmaster(): void {
    process.kill(this.#postmaster, 'SIGKILL');
  }

  get #postmaster(): number {
    return Number(readFileSync(join(this.#folder, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const data = join(this.#folder, 'data/postgres');
    const moved = dirname(realpathSync(data));
    const postmaster = existsSync(join(data, 'postmaster.pid')) ? this.#postmaster : null;
    await this.killApp();
    if (postmaster !== null && startTimeOf(postmaster) !== null) process.kill(postmaster, 'SIGQUIT');
    while (postmaster !== null && startTimeOf(postmaster) !== null) await sleep(10);
    for (const place of [moved, this.#folder]) rmSync(place, { recursive: true, force: true, maxRetries: 10 });
  }
}
