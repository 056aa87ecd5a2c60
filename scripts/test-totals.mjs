import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/** @param {string} file @param {number} exitCode @returns {Totals} */
export function vitestTotals(file, exitCode) {
  const report = read(file);
  if (!report) return broken();
  // A file that can't be loaded fails as a whole and names no test.
  const unloaded = report.testResults.filter(
    (/** @type {any} */ result) => result.status === 'failed' && result.assertionResults.length === 0,
  );
  return honest(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  });
}

/** @param {string} file @param {number} exitCode @returns {Totals} */
export function playwrightTotals(file, exitCode) {
  const report = read(file);
  if (!report) return broken();
  const { expected, unexpected, flaky, skipped } = report.stats;
  return honest(exitCode, { passed: expected + flaky, failed: unexpected, skipped });
}

/** @param {Totals[]} all @returns {Totals} */
export function sum(all) {
  return all.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }));
}

/** What failed outside of any test (a setup, a worker, an unhandled rejection) fails the run all the same. @param {number} exitCode @param {Totals} totals */
function honest(exitCode, totals) {
  return exitCode !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

function broken() {
  return { passed: 0, failed: 1, skipped: 0 };
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
