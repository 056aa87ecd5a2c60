import { BellOff, Pencil } from 'lucide-react';
import { text } from '#components/text/text.ts';
import { AskBadge, CountBadge } from '#components/ui/counts.tsx';

/** One sign a row, the most pressing: who is needed, what is new, what was left unfinished, what is kept quiet. */
export function RowSign({ asks, count, hasDraft, isMuted }: RowSignProps) {
  if (asks > 0) return <AskBadge count={asks} word={text.list.needsYou(asks)} />;
  if (count > 0) return <CountBadge count={count} word={text.list.unread} />;
  if (hasDraft) return <Pencil aria-hidden="true" className="size-3.5" strokeWidth={2} />;
  if (!isMuted) return null;
  return (
    <span>
      <BellOff aria-hidden="true" className="size-3.5" strokeWidth={2} />
      <span className="sr-only"> {text.list.muted}</span>
    </span>
  );
}

interface RowSignProps {
  asks: number;
  count: number;
  hasDraft: boolean;
  isMuted: boolean;
}
