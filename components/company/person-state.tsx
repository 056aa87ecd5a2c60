import { text } from '#components/text/text.ts';
import { PresenceDot } from '#components/ui/presence-dot.tsx';

/** Beside a person's name. Nothing for those who aren't here: where they are instead isn't known, and no business of ours. */
export function PersonState({ isHere, isWriting }: { isHere: boolean; isWriting: boolean }) {
  if (!isHere && !isWriting) return null;
  return (
    <span className="flex flex-none items-center gap-1.5 type-caption text-ink-2">
      <PresenceDot state="here" shape="person" />
      {isWriting ? text.company.writing : text.company.here}
    </span>
  );
}
