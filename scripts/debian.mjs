import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { takeLock } from '#server/process-lock.mjs';
import { runStep } from './bootstrap/step.mjs';

const env = { DEBIAN_FRONTEND: 'noninteractive' };

/** @param {string} name @returns {string | null} */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

export function mayInstall() {
  return process.getuid?.() === 0 && onPath('apt-get') !== null;
}

/**
 * Installs a package unless it is there by the time that it is our turn: tests run side by side, and apt-get gives up
 * when another one is at work.
 * @param {{ name: string, purpose: string, find: () => string | null }} wanted
 */
export async function installFromDebian({ name, purpose, find }) {
  const lock = await turn();
  try {
    if (find()) return;
    await runStep({
      doing: 'Refreshing the list of packages',
      command: ['apt-get', 'update'],
      env,
      failure: 'install_failed',
    });
    await runStep({
      doing: `Installing ${name} for ${purpose}`,
      command: ['apt-get', 'install', '--yes', '--no-install-recommends', name],
      env,
      failure: 'install_failed',
    });
  } finally {
    lock.release();
  }
}

async function turn() {
  for (;;) {
    const lock = takeLock(join(tmpdir(), 'clawchat-apt.lock'), 'installing a package');
    if (lock.taken) return lock;
    await sleep(500);
  }
}
