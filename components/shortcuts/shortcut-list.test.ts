import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shortcutList } from './shortcut-list.ts';

/** As a keyboard event names what the list shows. */
const names: Record<string, string> = {
  Esc: 'Escape',
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  K: 'k',
};

/** A key that is compared with, or that a table of steps is asked for. */
const listening =
  /\bkey(?:\.toLowerCase\(\))? [!=]== '([^']+)'|\b(Arrow(?:Up|Down|Left|Right)|Home|End): (?:-?\d|\(|columns|-columns)/g;

test('every key that something listens to is in the list', () => {
  const sources = globSync('components/**/*.{ts,tsx}', { exclude: (name) => name.endsWith('.test.ts') });
  expect(sources.length).toBeGreaterThan(200);
  const heard = sources.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(listening)].map(([, compared, step]) => compared ?? step),
  );
  const listed = new Set(
    shortcutList.flatMap(({ rows }) => rows.flatMap(([, keys]) => keys.map((key) => names[key] ?? key))),
  );
  expect([...new Set(heard)].filter((key) => !listed.has(key ?? ''))).toEqual([]);
  expect(new Set(heard)).toContain('F6');
});
