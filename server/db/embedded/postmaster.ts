import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fchownSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { diesWithParent } from '#server/parent-death.mjs';
import { startTimeOf } from '#server/process-lock.mjs';
import { StartFailure } from '#server/start-failure.ts';
import type { Home } from './home.ts';

/** Opens no port: it is the socket's number, and one socket directory has one server. */
export const SOCKET_PORT = 5432;

/** Replaying the log after a crash may take minutes on a slow disk; the log says so meanwhile. */
const READY_TIMEOUT_MS = 10 * 60_000;
/** A fast shutdown writes a checkpoint: seconds after heavy writing. After this, the next start replays the log instead. */
const STOP_TIMEOUT_MS = 60_000;
/** Nobody waits for an orphan's checkpoint but the app that wants to start: after this, replaying the log is quicker. */
const ORPHAN_PATIENCE_MS = 10_000;
const POLL_MS = 10;
const LOG_LINES_SHOWN = 8;

/** In English whatever the person's language, because we read it. */
const ENVIRONMENT: NodeJS.ProcessEnv = { NODE_ENV: 'production', LC_ALL: 'C', TZ: 'UTC' };

export interface Postmaster {
  /** Resolves when the process has ended, for whatever reason. */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the server on an existing cluster and returns when it takes connections. */
export async function startPostmaster(
  home: Home,
  native: string,
  settings: Record<string, string>,
): Promise<Postmaster> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const child = await spawnPostmaster(home, native, settings);
    const ended = once(child, 'exit');
    if (await isReady(home, child, deadline)) return { ended, stop: () => stopChild(child, ended) };
    if (Date.now() > deadline) throw explain(home, child);
    const words = logTail(home);
    // After kill -9 of the postmaster its children notice within moments, and until then hold its shared memory.
    if (/shared memory block .* is still in use/.test(words)) await sleep(100);
    // The app that died had only just begun to start one, which wasn't to be seen yet when we looked for it.
    else if (!/lock file .* already exists/.test(words) || !(await endOrphan(home))) throw explain(home, child);
  }
}

/** Runs to completion as the database's user; the words for its failure come from its own output. */
export function runInitdb(home: Home, native: string, cluster: string, durable: boolean): void {
  const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  const initdb = spawnSync(
    join(native, 'bin/initdb'),
    [
      `--pgdata=${cluster}`,
      '--username=postgres',
      '--auth-local=trust', // the socket's directory is 0700
      '--auth-host=reject',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      `--locale=${locale}`,
      '--lc-messages=C',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...home.identity, cwd: home.directory, env: ENVIRONMENT, encoding: 'utf8' },
  );
  if (initdb.error) throw initdb.error;
  if (initdb.status !== 0) throw failureFrom(`${initdb.stderr}${initdb.stdout}`, 'Creating the database failed');
}

/**
 * Ends a server that outlived its app, so that the new one is our child, with our settings and our parent-death signal.
 * Adopting it as it is would be quicker by some 50 ms, but then the next crash would leave it behind once more.
 */
export async function endOrphan(home: Home, { patienceMs = ORPHAN_PATIENCE_MS } = {}): Promise<boolean> {
  const found = postmasterPid(home.cluster);
  const isThere = found !== null && isPostmasterOf(found.pid, home.cluster);
  if (isThere) await end(found.pid, home, patienceMs);
  // They name a pid that the system may since have given to somebody else; Postgres itself would refuse to start because of it.
  for (const lock of [join(home.cluster, 'postmaster.pid'), join(home.socketDir, `.s.PGSQL.${SOCKET_PORT}.lock`)])
    rmSync(lock, { force: true });
  return isThere;
}

async function end(pid: number, home: Home, patienceMs: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await hasEnded(pid, patienceMs)) return;
  // Told to stop while it recovers from the crash of one of its processes, it waits for good for others that it doesn't end.
  signal(pid, 'SIGQUIT');
  if (await hasEnded(pid, STOP_TIMEOUT_MS)) return;
  throw new StartFailure(
    'data_in_use',
    `Postgres (process ${pid}) still holds ${home.cluster} and doesn't stop. End it, then start again.`,
  );
}

async function hasEnded(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (startTimeOf(pid) !== null) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

async function spawnPostmaster(home: Home, native: string, settings: Record<string, string>): Promise<ChildProcess> {
  const all = { ...FIXED_SETTINGS, unix_socket_directories: home.socketDir, ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...words] = [
    ...diesWithParent('INT'),
    join(native, 'bin/postgres'),
    '-D',
    home.cluster,
    '-p',
    String(SOCKET_PORT),
    ...flags,
  ];
  // A file and not a pipe: a server that outlives us must not block, or die, on a pipe that nobody reads.
  const log = openSync(logFile(home), 'w', 0o600);
  if (home.identity !== null) fchownSync(log, home.identity.uid, home.identity.gid);
  // A session of its own: Ctrl-C reaches the whole group, and the database must outlast the app's draining.
  const child = spawn(command, words, {
    ...home.identity,
    cwd: home.directory,
    env: ENVIRONMENT,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  await once(child, 'spawn');
  return child;
}

const FIXED_SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  timezone: 'UTC',
  idle_in_transaction_session_timeout: '60s',
  // What people write doesn't belong in a log: no statements, and of an error only its first line.
  log_min_messages: 'error',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** False when the server ended instead. Its pid file, unlike its log, says the same in every version. */
async function isReady(home: Home, child: ChildProcess, deadline: number): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const found = postmasterPid(home.cluster);
    if (found?.pid === child.pid && found?.status === 'ready') return true;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      await once(child, 'exit');
      return false;
    }
    await sleep(POLL_MS);
  }
  return false;
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const patience = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(patience);
}

/** Where the server of this cluster listens, if one runs and takes connections. */
export function runningPostmaster(cluster: string): { socketDir: string } | null {
  const found = postmasterPid(cluster);
  if (found?.status !== 'ready' || !isPostmasterOf(found.pid, cluster)) return null;
  return { socketDir: found.socketDir };
}

/** Lines 1, 5 and 8 of postmaster.pid; the last is missing while the server is only just starting. */
function postmasterPid(cluster: string): { pid: number; socketDir: string; status: string } | null {
  const file = join(cluster, 'postmaster.pid');
  if (!statSync(file, { throwIfNoEntry: false })?.size) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), socketDir: lines[4] ?? '', status: (lines[7] ?? '').trim() };
}

function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!Number.isInteger(pid) || startTimeOf(pid) === null) return false;
  const command =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : commandFromPs(pid);
  return command.includes(`postgres -D ${cluster} `);
}

function commandFromPs(pid: number): string {
  return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    const goneMeanwhile = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!goneMeanwhile) throw error;
  }
}

function explain(home: Home, child: ChildProcess): StartFailure {
  const how = child.signalCode ?? `code ${child.exitCode}`;
  return failureFrom(logTail(home), `Postgres ended while starting (${how})`);
}

/** Postgres' own last words are the best explanation there is; only what needs another action gets another code. */
function failureFrom(output: string, what: string): StartFailure {
  const words = output.trim().split('\n').slice(-LOG_LINES_SHOWN).join('\n');
  if (/No space left on device|Disk quota exceeded/i.test(output)) {
    return new StartFailure(
      'disk_full',
      `The disk is full, so the database can't start. Free some space, then start again.\n${words}`,
    );
  }
  if (/database files are incompatible with server/.test(output))
    return new StartFailure('data_of_other_version', `${what}:\n${words}`);
  if (/lock file .* already exists/.test(output))
    return new StartFailure('data_in_use', `Another Postgres uses this data directory:\n${words}`);
  if (/Permission denied/.test(output))
    return new StartFailure('data_unreadable', `${what}: the data directory can't be used by this user.\n${words}`);
  return new StartFailure('database_failed', `${what}. Its last words:\n${words}`);
}

function logTail(home: Home): string {
  return readFileSync(logFile(home), 'utf8');
}

function logFile(home: Home): string {
  return join(home.directory, 'postgres.log');
}
