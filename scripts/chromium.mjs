import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { installFromDebian, mayInstall, onPath } from './debian.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC_APPS = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];

/** A Chromium to test in: the system's, Playwright's own, or one that we install where we may. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (mayInstall()) {
    await installFromDebian({ name: 'chromium', purpose: 'the browser tests', find: findChromium });
  }
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

function commandToInstall() {
  return onPath('apt-get') ? 'sudo apt-get install --yes chromium' : 'npx playwright install chromium';
}
