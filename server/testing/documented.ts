import { readFileSync } from 'node:fs';
import { must } from '#lib/std/must.ts';

const page = new URL('../../docs/security/corpora.md', import.meta.url);

/** How many of something `docs/security/corpora.md` says are tried: whoever tries them holds it to that. */
export function documented(what: string): number {
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const [, , count = ''] = must(
    rows.find((cells) => cells[1] === what),
    `a row "${what}" in corpora.md`,
  );
  return Number(count.replaceAll(/\D/g, ''));
}
