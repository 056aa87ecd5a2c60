import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorStatus } from '#lib/contract/errors.ts';

test('the runbook has a line for each error code, with its status', () => {
  const runbook = readFileSync(new URL('../docs/runbook.md', import.meta.url), 'utf8');
  const lines = [...runbook.matchAll(/^\| `([a-z_]+)`\s*\| (\d{3})/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(Object.fromEntries(lines)).toEqual(errorStatus);
});
