import { spawnSync } from 'node:child_process';

/**
 * The words to put before a command so that Linux sends it the signal when its parent dies, however it dies; none where
 * the system can't. BusyBox has a setpriv without this option, so it is tried and not only looked for; without a PATH, so
 * that it is found as well when the command is given an environment of its own.
 * @param {'INT' | 'TERM'} signal
 * @returns {string[]}
 */
export function diesWithParent(signal) {
  if (process.platform !== 'linux') return [];
  const words = ['setpriv', '--pdeathsig', signal, '--'];
  return spawnSync('setpriv', [...words.slice(1), 'true'], { env: {}, stdio: 'ignore' }).status === 0 ? words : [];
}
