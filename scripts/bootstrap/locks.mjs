import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes } from '#server/exit-codes.mjs';
import { takeLock } from '#server/process-lock.mjs';
import { checkout, inCheckout } from './checkout.mjs';
import { Stop } from './stop.mjs';

const POLL_MS = 250;

/** One app per data directory, until this process ends. Comes before install and build, which would take minutes to say no. */
export function holdDataDir(dataDir = dataDirFromSettings()) {
  makeFolder(dataDir);
  const lock = takeLock(join(dataDir, 'app.lock'), 'the app');
  if (!lock.taken) {
    throw new Stop(
      exitCodes.data_in_use,
      `The data directory ${dataDir} is in use by process ${lock.holder.pid}. Stop it first, or set DATA_DIR to another directory.`,
    );
  }
  process.once('exit', lock.release);
}

/** Waits for whoever is installing or building here: what they leave is most likely what we need. */
export async function holdCheckout() {
  makeFolder(inCheckout('.data'));
  let told = false;
  for (;;) {
    const lock = takeLock(inCheckout('.data', 'checkout.lock'), 'installing or building');
    if (lock.taken) return lock.release;
    if (!told) console.log(`Waiting for process ${lock.holder.pid}, which is ${lock.holder.purpose} in this folder.`);
    told = true;
    await sleep(POLL_MS);
  }
}

/** The server reads .env by Node's own loader, which the oldest Node that gets here doesn't have. */
function dataDirFromSettings() {
  const file = inCheckout('.env');
  const line = existsSync(file)
    ? /^\s*(?:export\s+)?DATA_DIR\s*=\s*(["']?)(.*?)\1\s*$/m.exec(readFileSync(file, 'utf8'))
    : null;
  return resolve(checkout, process.env.DATA_DIR || line?.[2] || '.data');
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Stop(
      exitCodes.data_unreadable,
      `The directory ${folder} can't be made: ${error instanceof Error ? error.message : error}.`,
    );
  }
}
