import type { Day } from '#lib/contract/admin/figures.ts';

/** 31,406 */
export function number(count: number): string {
  return count.toLocaleString('en-GB');
}

export function sumOf(days: readonly Day[]): number {
  return days.reduce((total, { count }) => total + count, 0);
}
