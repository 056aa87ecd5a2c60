import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../..', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

test('every rule of SPEC.md has a test that quotes it, and no test quotes a rule that is not there', () => {
  const rules = [...read('server/realtime/SPEC.md').matchAll(/^- \*\*(RT\d+)\*\*/gm)].map(([, rule]) => rule);
  const files = globSync('{server,lib,drills,e2e}/**/*.{test,spec}.{ts,tsx}', { cwd: root.pathname });
  const quoted = files.flatMap((file) => [...read(file).matchAll(/\[(RT\d+)\]/g)].map(([, rule]) => rule));
  expect([...new Set(quoted)].toSorted()).toEqual(rules.toSorted());
});
