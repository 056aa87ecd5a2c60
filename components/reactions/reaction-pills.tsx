'use client';

import { useSyncExternalStore } from 'react';
import type { Member, Message, Reaction } from '#lib/contract/chat.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useMessageActs } from '#components/message/acts-context.ts';
import { text } from '#components/text/text.ts';

/** Who reacted how; a press joins them or takes one's own back. */
export function ReactionPills({ message, people }: { message: Message; people: readonly Member[] }) {
  const { toggles, react } = useMessageActs();
  const { id: reader } = useReader();
  useSyncExternalStore(
    (listener) => toggles.subscribe(listener),
    () => toggles.changes,
    () => 0,
  );
  const reactions = toggles.over(message.reactions, message.id);
  if (reactions.length === 0) return null;
  return (
    <div className="mt-2 flex flex-wrap gap-1">
      {reactions.map((reaction) => {
        const isMine = reaction.memberIds.includes(reader);
        return (
          <ReactionPill
            key={reaction.emoji}
            reaction={reaction}
            names={namesOf(reaction, people)}
            isMine={isMine}
            onPress={() => react(message, reaction.emoji, !isMine)}
          />
        );
      })}
    </div>
  );
}

interface PillProps {
  reaction: Reaction;
  names: readonly string[];
  isMine: boolean;
  onPress: () => void;
}

function ReactionPill({ reaction, names, isMine, onPress }: PillProps) {
  const label = text.message.reaction(reaction.emoji, names, reaction.count - names.length);
  const look = isMine ? 'border-ink-2 bg-selected text-ink' : 'border-line bg-paper text-ink-2 hover:bg-hover';
  return (
    <button
      type="button"
      aria-pressed={isMine}
      aria-label={label}
      title={label}
      onClick={onPress}
      className={`inline-flex h-6 items-center gap-1.5 rounded-control border px-1.5 type-section digits pointer-coarse:h-9 pointer-coarse:px-2.5 max-md:h-9 max-md:px-2.5 ${look}`}
    >
      <span aria-hidden="true" className="font-emoji text-[13px]/none">
        {reaction.emoji}
      </span>
      {reaction.count}
    </button>
  );
}

function namesOf({ memberIds }: Reaction, people: readonly Member[]): string[] {
  return memberIds.flatMap((id) => people.find((person) => person.id === id)?.displayName ?? []);
}
