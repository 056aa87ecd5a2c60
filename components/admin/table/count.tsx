import { adminText } from '#components/text/admin-text.ts';

/** A number in a column. Nothing to see is quiet: zero, and what isn't known. */
export function Count({ of }: { of: number | null }) {
  if (of === null) return <span className="text-ink-3">{adminText.table.none}</span>;
  return <span className={`digits ${of === 0 ? 'text-ink-3' : ''}`}>{of.toLocaleString('en-GB')}</span>;
}
