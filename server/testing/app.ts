import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAppContext, type AppContext } from '#server/app-context.ts';
import { startBuiltinAgents } from '#server/bots/builtin/supervisor.ts';
import type { Clock } from '#server/clock.ts';
import { readEnv } from '#server/env.ts';
import { createHandlers } from '#server/handlers.ts';
import { openFrontDoor } from '#server/http.ts';
import { Lifetimes } from '#server/lifetimes.ts';
import { usualBudgets, type Budgets } from '#server/limits.ts';
import { createLog, type LogOutput } from '#server/log.ts';
import type { Transports } from '#server/notifications/dispatches/send.ts';
import type { NextPages } from '#server/next-pages.ts';
import type { OutboundGuard } from '#server/outbound/guard.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { secretsInLog } from './secrets-in-log.ts';

export interface TestApp extends AsyncDisposable {
  app: AppContext;
  /** The origin of its pages, and where it listens unless it was given a PUBLIC_URL. */
  url: string;
  /** Where it listens. */
  ownUrl: string;
  /** Stops as the product does: what is under way is finished, then all is let go. */
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** One of the test's own, that outlives the app: a second app on it is the same installation, started again. */
  database?: TestDatabase;
  clock?: Clock;
  /** Run the agent that comes with the box, as the product does. Off: nobody answers but the test's own bots. */
  agents?: boolean;
  /** Generous: for a test that calls more often than anybody may; or what the test itself says. */
  limits?: 'usual' | 'generous' | Budgets;
  /** Who may be spoken to, where the environment's way of saying so isn't enough: over TLS, say. */
  outbound?: OutboundGuard;
  /** Variables of the environment over the usual ones. */
  env?: Record<string, string>;
  /** Other ways to devices than the usual ones; null: it tells nobody. */
  transports?: Transports | null;
  /** Where its log goes, if anybody wants to read it. */
  log?: LogOutput;
}

/** The product on a database of its own: real front door, real handlers, real Postgres. Only the pages are missing. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const living = new Lifetimes();
  const dataDir = mkdtempSync(join(tmpdir(), 'clawchat-app-'));
  living.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const env = readEnv({ ...usual, DATA_DIR: dataDir, ...options.env });
  const kept = keptLog();
  const log = createLog(env.log, options.log ?? kept);
  const database = options.database ?? living.use(await createTestDatabase());
  const door = await openFrontDoor(env, log);
  const given = {
    ...(options.clock === undefined ? {} : { clock: options.clock }),
    ...(options.outbound === undefined ? {} : { outbound: options.outbound }),
    ...(options.transports === undefined ? {} : { transports: options.transports }),
    ...(typeof options.limits === 'object' ? { budgets: options.limits } : {}),
    ...(options.limits === 'generous' ? { budgets: generous } : {}),
  };
  const app = living.use(await createAppContext({ env, log, port: door.port, database: database.address, ...given }));
  door.serve(createHandlers(app, noPages));
  const agents = options.agents === true ? startBuiltinAgents(app, door.ownUrl) : null;
  const close = once(async () => {
    door.drain();
    await agents?.[Symbol.asyncDispose]();
    await Promise.all([app.botStreams.drain(), app.realtime.drain()]);
    await door.close();
    const secrets = secretsInLog(kept.text());
    if (secrets.length > 0) throw new Error(`the log tells secrets:\n${secrets.join('\n')}`);
    await living.end();
  });
  return { app, url: app.publicUrl, ownUrl: door.ownUrl, close, [Symbol.asyncDispose]: close };
}

const usual = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  AUTH_SECRET: 'a secret that is good enough for a test',
  // A second app on the same database is the same installation.
  ENCRYPTION_KEY: '5eedc0de'.repeat(8),
  SIGN_UP: 'open',
  // Nobody is there: a test never speaks to the real one.
  EXPO_PUSH_URL: 'http://127.0.0.1:9',
  LOG_LEVEL: 'trace',
  LOG_FORMAT: 'json',
};

const generous = Object.fromEntries(
  Object.keys(usualBudgets).map((name) => [name, { burst: 1_000_000, everyMs: 1 }]),
) as Budgets;

/** Everything is kept, to be read when the app ends; what went wrong is shown at once. */
function keptLog(): LogOutput & { text(): string } {
  const lines: string[] = [];
  return {
    write: (line) => {
      lines.push(line);
      if (line.includes('"level":50')) process.stderr.write(line);
    },
    text: () => lines.join(''),
  };
}

const noPages: NextPages = {
  handle: async (_req, res) => void res.writeHead(404).end('no pages here'),
  upgrade: () => false,
  close: async () => undefined,
};

/** A clock that stands on the real one and can be set ahead. */
export function movableClock(): Clock & { pass(ms: number): void } {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    pass: (ms) => {
      aheadMs += ms;
    },
  };
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => (done ??= work());
}
