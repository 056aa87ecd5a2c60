import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url);

test('each test that the security notes name is there, under that name', () => {
  const notes = readFileSync(new URL('docs/security/asvs.md', root), 'utf8');
  const named = [...notes.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)` › (.+?) *\|$/gm)];
  expect(named.length).toBeGreaterThan(40);
  for (const [, file = '', name = ''] of named) {
    const url = new URL(file, root);
    const text = existsSync(url) ? readFileSync(url, 'utf8').replaceAll("\\'", "'") : '';
    expect(text.includes(name), `${file} has no test "${name}"`).toBe(true);
  }
});
