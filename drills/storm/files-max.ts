import { readFileSync } from 'node:fs';

/** How many files a process may open: Node raises its own bound to the hard one when it starts. */
export function filesMax(): number {
  if (process.platform !== 'linux') return 10_000;
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  return hard === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(hard ?? 1_024);
}
