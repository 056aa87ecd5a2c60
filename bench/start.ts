import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureBuilt } from '../scripts/bootstrap/build.mjs';
import { inCheckout } from '../scripts/bootstrap/checkout.mjs';
import { holdCheckout } from '../scripts/bootstrap/locks.mjs';
import { freePort } from '../scripts/openclaw-e2e/free-port.ts';
import type { Bench } from './bench.ts';
import { intervalOf, told, type Row } from './figures.ts';

const rounds = 10;
const lookEveryMs = 10;

/** The whole command, and the part of it that is the server. */
const commands = {
  'npm start': ['npm', 'start', '--silent'],
  'the server that it hands over to': [process.execPath, 'server/main.ts'],
} as const;
type Command = keyof typeof commands;

/** From a command until /health answers 200: built, with a database that was there before. */
export async function start({ isShort }: Bench): Promise<Row[]> {
  await build();
  const dataDir = mkdtempSync(join(tmpdir(), 'clawchat-start-'));
  try {
    const found: Record<Command, number[]> = { 'npm start': [], 'the server that it hands over to': [] };
    const names = Object.keys(found) as Command[];
    // The first makes the database.
    for (let round = -1; round < (isShort ? 2 : rounds); round++) {
      for (const name of round % 2 === 0 ? names : names.toReversed()) {
        const ms = await timeToReady(commands[name], dataDir);
        if (round >= 0) found[name].push(ms);
      }
    }
    return names.map((name) => {
      const held = intervalOf(found[name]);
      return {
        what: `${name}: ms until it is ready`,
        ours: told(held, 0),
        peer: '-',
        ratio: '-',
        goal: '<= 5000',
        held,
      };
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function build(): Promise<void> {
  const release = await holdCheckout();
  try {
    await ensureBuilt('.next');
  } finally {
    release();
  }
}

async function timeToReady([program, ...args]: readonly [string, ...string[]], dataDir: string): Promise<number> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(program, args, {
    cwd: inCheckout(),
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_DIST_DIR: '.next',
      DATA_DIR: dataDir,
      PORT: String(port),
      DATABASE_URL: '',
      PUBLIC_URL: '',
      LOG_LEVEL: 'error',
    },
    // A group of its own: npm passes nothing on, so all of it is told to stop at once.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (said: string) => complaints.push(said));
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => {
    throw new Error(`${program} ended with ${code}:\n${complaints.join('')}`);
  });
  ended.catch(() => undefined);
  await Promise.race([healthy(port), ended]);
  const ms = performance.now() - began;
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  await exited;
  return ms;
}

async function healthy(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    if (answer?.status === 200) return;
    await pause(lookEveryMs);
  }
}
