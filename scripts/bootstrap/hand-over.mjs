import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { diesWithParent } from '#server/parent-death.mjs';
import { checkout } from './checkout.mjs';

/** Npm runs us in a shell, which takes a SIGTERM for itself and passes nothing on: that it is gone is all that we hear of it. */
const shell = process.env.npm_lifecycle_event === undefined ? null : process.ppid;
const shellLookMs = 500;

/**
 * Runs the command in our place and returns its exit code. SIGINT reaches the whole group, so it is only not acted upon
 * here; SIGTERM often reaches us alone, so it is passed on (twice does no harm: the server is draining by then).
 * @param {string[]} command @param {NodeJS.ProcessEnv} [env] @returns {Promise<number>}
 */
export function handOver(command, env = {}) {
  // Else kill -9 of us would leave the app running, with nobody holding its data directory.
  const [program = '', ...args] = [...diesWithParent('TERM'), ...command];
  const child = spawn(program, args, { cwd: checkout, env: { ...process.env, ...env }, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  if (shell !== null) endWithShell(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}

/** @param {import('node:child_process').ChildProcess} child */
function endWithShell(child) {
  const look = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(look);
    child.kill('SIGTERM');
  }, shellLookMs);
  child.once('exit', () => clearInterval(look));
}
