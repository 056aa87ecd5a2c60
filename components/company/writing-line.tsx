import type { Member } from '#lib/contract/chat.ts';
import { text } from '#components/text/text.ts';
import { PresenceDot } from '#components/ui/presence-dot.tsx';

export function writingSentence(writing: readonly Member[]): string {
  return text.company.areWriting(namesOf(writing));
}

/** Stands where the agent's state stands, so that it comes and goes without moving anything. */
export function WritingLine({ writing }: { writing: readonly Member[] }) {
  const shape = writing[0]?.kind === 'bot' ? 'agent' : 'person';
  return (
    <span className="flex min-w-0 items-center gap-1.5 type-caption text-ink-2">
      <PresenceDot state="here" shape={shape} />
      <span className="truncate max-md:hidden">{writingSentence(writing)}</span>
      <span className="truncate md:hidden">{text.company.areWritingShort(namesOf(writing))}</span>
    </span>
  );
}

function namesOf(members: readonly Member[]): string[] {
  return members.map((member) => member.displayName);
}
