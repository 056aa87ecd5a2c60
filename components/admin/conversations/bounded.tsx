import { operationsText } from '#components/text/operations-text.ts';

/** A count that stops at a thousand. Nothing is quiet; trouble is in red. */
export function Bounded({ of, isTrouble = false }: { of: number; isTrouble?: boolean }) {
  const look = of === 0 ? 'text-ink-3' : isTrouble ? 'text-danger' : '';
  return <span className={`digits ${look}`}>{operationsText.list.tooMany(of)}</span>;
}
