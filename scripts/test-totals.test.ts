import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { playwrightTotals, sum, vitestTotals } from './test-totals.mjs';

const folder = mkdtempSync(join(tmpdir(), 'clawchat-totals-'));
afterAll(() => rmSync(folder, { recursive: true }));

const passing = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('the totals are those of both reports', () => {
  const browser = report({ stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 4 } });
  expect(sum([vitestTotals(report(passing), 0), playwrightTotals(browser, 1)])).toEqual({
    passed: 6,
    failed: 1,
    skipped: 6,
  });
});

test('a test file that can’t be loaded counts as a failed test', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(vitestTotals(report({ ...passing, testResults }), 1).failed).toBe(1);
});

test('a phase that ended badly without a failed test counts as a failed test', () => {
  expect(vitestTotals(report(passing), 1).failed).toBe(1);
  expect(playwrightTotals(report({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }), 1).failed).toBe(1);
});

test('a phase that left no report counts as a failed test', () => {
  expect(vitestTotals(join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

let count = 0;

function report(content: object): string {
  const file = join(folder, `report-${++count}.json`);
  writeFileSync(file, JSON.stringify(content));
  return file;
}
