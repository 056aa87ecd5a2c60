import type { ContextUse } from '#lib/contract/bots.ts';
import { text } from '#components/text/text.ts';

/** How full the model's memory is, as a line: the figures stand above it. */
export function ContextMeter({ contextTokens, contextWindow }: ContextUse) {
  const percent = Math.min(100, Math.round((100 * contextTokens) / contextWindow));
  return (
    <div
      role="img"
      aria-label={text.details.contextUsed(percent)}
      className="mt-1.5 h-1 overflow-hidden rounded-[2px] bg-selected"
    >
      <div className="h-full bg-ink-2" style={{ width: `${percent}%` }} />
    </div>
  );
}
