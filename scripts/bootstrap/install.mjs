import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inCheckout } from './checkout.mjs';
import { mendDriver } from './mend-driver.mjs';
import { runStep } from './step.mjs';

/** In node_modules, so that it goes with them; written last, so that half an install has none. */
const MARKER = ['node_modules', '.installed'];

export async function ensureInstalled() {
  const wanted = fingerprint();
  if (!isInstalled(wanted)) await install(wanted);
  mendDriver();
}

/** @param {string} wanted */
async function install(wanted) {
  await runStep({
    doing: 'Installing dependencies (some minutes the first time)',
    // Both kinds by name: NODE_ENV=production would leave out what the build needs. No package needs its scripts.
    command: [...npm(), 'ci', '--ignore-scripts', '--include=dev', '--include=optional'],
    failure: 'install_failed',
  });
  writeFileSync(inCheckout(...MARKER), wanted);
}

/** @param {string} wanted */
export function isInstalled(wanted = fingerprint()) {
  const marker = inCheckout(...MARKER);
  return existsSync(marker) && readFileSync(marker, 'utf8') === wanted;
}

/** Packages for one system don't run on another, and a checkout may be shared by two (a container's mount). */
function fingerprint() {
  const lock = readFileSync(inCheckout('package-lock.json'));
  return createHash('sha256').update(`${process.platform} ${process.arch}\n`).update(lock).digest('hex');
}

/** The very npm that started us, if one did. */
function npm() {
  const running = process.env.npm_execpath;
  return running?.endsWith('.js') ? [process.execPath, running] : ['npm'];
}
