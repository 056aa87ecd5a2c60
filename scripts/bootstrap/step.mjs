import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { exitCodes } from '#server/exit-codes.mjs';
import { diesWithParent } from '#server/parent-death.mjs';
import { checkout } from './checkout.mjs';
import { Stop } from './stop.mjs';

/** Long enough not to chatter, short enough that nobody thinks it hangs. */
const STILL_AT_IT_MS = 20_000;

/**
 * Runs a command that takes a while: a sentence when it begins and when it ends; its own output only when it fails.
 * @param {{ doing: string, command: string[], env?: NodeJS.ProcessEnv, failure: keyof typeof exitCodes }} step
 */
export async function runStep({ doing, command, env, failure }) {
  const began = Date.now();
  const elapsed = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  console.log(`${doing} …`);
  const ticking = setInterval(() => console.log(`… still at it after ${elapsed()}`), STILL_AT_IT_MS);
  const { code, output } = await run(command, env).finally(() => clearInterval(ticking));
  if (code === 0) return console.log(`… done in ${elapsed()}.`);
  console.error(output.trimEnd());
  if (/ENOSPC|No space left on device/i.test(output)) {
    throw new Stop(exitCodes.disk_full, 'The disk is full. Free some space, then run the same command again.');
  }
  throw new Stop(
    exitCodes[failure],
    `${doing} failed after ${elapsed()} (code ${code}); its output is above. The next run begins it anew.`,
  );
}

/** @param {string[]} command @param {NodeJS.ProcessEnv} [env] @returns {Promise<{ code: number, output: string }>} */
function run(command, env) {
  // Else kill -9 of us would leave an install running, into which the next one would install.
  const [program = '', ...args] = [...diesWithParent('TERM'), ...command];
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: checkout,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const stopListening = endWith(child);
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => {
      stopListening();
      resolve({ code: code ?? 128 + constants.signals[signal ?? 'SIGKILL'], output });
    });
  });
}

/** A half-finished step is begun anew by the next run, so there is nothing to drain. @param {import('node:child_process').ChildProcess} child */
function endWith(child) {
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    child.kill('SIGTERM');
    process.exit(128 + constants.signals[signal]);
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  return () => process.off('SIGINT', end).off('SIGTERM', end);
}
