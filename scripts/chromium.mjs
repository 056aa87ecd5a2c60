import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { runStep } from './bootstrap/step.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC_APPS = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];

/** A Chromium to test in: the system's, Playwright's own, or one that we install where we may. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) await installFromDebian();
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    `The browser tests need a Chromium, and there is none here. Install one with:\n  ${commandToInstall()}`,
  );
}

/** @returns {string | null} */
export function findChromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen) return chosen;
  const candidates = [
    ...NAMES.map(onPath),
    ...MAC_APPS.map((app) => join('/Applications', app)),
    chromium.executablePath(),
  ];
  return candidates.find((file) => file && existsSync(file)) ?? null;
}

async function installFromDebian() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runStep({
    doing: 'Refreshing the list of packages',
    command: ['apt-get', 'update'],
    env,
    failure: 'install_failed',
  });
  await runStep({
    doing: 'Installing Chromium for the browser tests',
    command: ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
    env,
    failure: 'install_failed',
  });
}

function commandToInstall() {
  return onPath('apt-get') ? 'sudo apt-get install --yes chromium' : 'npx playwright install chromium';
}

/** @param {string} name */
function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}
