// `npm test`: every test there is, then one line with the true totals. The phases' own reports are what is counted, so
// that nothing is counted that did not run, and a phase that breaks before its tests counts as a failed test.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { inCheckout } from './bootstrap/checkout.mjs';
import { playwrightTotals, sum, vitestTotals } from './test-totals.mjs';

/** Colours are for a terminal; in a log they hide what is looked for. The two tools are told so by different names. */
const isTerminal = process.stdout.isTTY;
const plainVitest = isTerminal ? {} : { NO_COLOR: '1' };
const plainPlaywright = isTerminal ? {} : { FORCE_COLOR: '0' };

const reports = mkdtempSync(join(tmpdir(), 'clawchat-reports-'));

/** Pure, domain on Postgres, HTTP and sockets. A test left with `.only` would silently skip the others. */
async function runVitest() {
  const report = join(reports, 'vitest.json');
  const words = ['run', '--allowOnly=false', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run(['vitest/vitest.mjs', ...words], plainVitest);
  return vitestTotals(report, code);
}

/** In a real Chromium, against the built app. */
async function runPlaywright() {
  const report = join(reports, 'playwright.json');
  try {
    const CHROMIUM = await ensureChromium();
    const code = await run(['@playwright/test/cli.js', 'test', '--forbid-only', '--reporter=list,json'], {
      ...plainPlaywright,
      CHROMIUM,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    return playwrightTotals(report, code);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** With this Node, whose version the project has chosen. @param {string[]} command @param {NodeJS.ProcessEnv} [env] @returns {Promise<number>} */
function run([tool = '', ...words], env) {
  const child = spawn(process.execPath, [inCheckout('node_modules', tool), ...words], {
    cwd: inCheckout(),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

const { passed, failed, skipped } = sum([await runVitest(), await runPlaywright()]);
rmSync(reports, { recursive: true, force: true });
if (passed + failed === 0) console.error('No test ran.');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
