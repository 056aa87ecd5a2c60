import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitCodes } from './exit-codes.mjs';

test('the runbook has a line for each exit code, with its name', () => {
  const runbook = readFileSync(new URL('../docs/runbook.md', import.meta.url), 'utf8');
  const lines = [...runbook.matchAll(/^\| (\d+)\s+\| `([a-z_]+)`/gm)].map(([, code, name]) => [name, Number(code)]);
  expect(Object.fromEntries(lines)).toEqual(exitCodes);
});
