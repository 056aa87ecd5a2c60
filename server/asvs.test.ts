import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url);

test.each([
  ['docs/security/asvs.md', 60],
  ['SECURITY.md', 30],
])('each test that %s names is there, under that name', (page, least) => {
  const notes = readFileSync(new URL(page, root), 'utf8');
  const named = [...notes.matchAll(/`([\w./-]+\.(?:test|spec)\.tsx?)`\s›\s(.+?) *\|$/gm)];
  expect(named.length).toBeGreaterThanOrEqual(least);
  // Whoever names one in another shape would go unseen.
  expect(named).toHaveLength(notes.match(/` › /g)?.length ?? 0);
  for (const [, file = '', name = ''] of named) {
    const url = new URL(file, root);
    const text = existsSync(url) ? readFileSync(url, 'utf8').replaceAll("\\'", "'") : '';
    expect(text.includes(name), `${file} has no test "${name}"`).toBe(true);
  }
});
