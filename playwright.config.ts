import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './scripts/build-for-tests.mjs',
  forbidOnly: true,
  retries: 0, // a test that passes at the second attempt has found something
  workers: 2, // each has its own app, database and browser; the smallest machine has two cores
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 20_000 }, // patience with a busy machine; who promises to be faster says so in the test
  use: {
    // Kept for every test until it passes, so without a film: the page at each step stands in it as markup.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    video: 'off', // needs a program that no package brings
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        '--no-sandbox', // Chromium refuses to run as root with it
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
