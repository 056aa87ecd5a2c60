import type { ReactNode } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import { matchingMembers, type Completed } from '#lib/chat/completion.ts';
import { findEmojis } from '#components/reactions/emoji-list.ts';
import { completionText } from '#components/text/completion-text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';

/** One of what may have been meant. */
export interface Choice {
  key: string;
  mark: ReactNode;
  name: string;
  hint: string | null;
  /** What it puts into the text. */
  text: string;
}

/** As many as one sees without scrolling: whoever misses theirs types a letter more. */
const emojisMax = 8;

export function choicesFor({ sign, query }: Completed, people: readonly Member[], flag: string): Choice[] {
  if (sign === '@') return matchingMembers(people, query).map((member) => choiceOf(member, flag));
  return findEmojis(query.replace(/[_-](?!1$)/g, ' '))
    .slice(0, emojisMax)
    .map(({ emoji, words }) => ({
      key: emoji,
      mark: <span className="grid size-5 place-items-center font-emoji text-lg/none">{emoji}</span>,
      name: words,
      hint: null,
      text: emoji,
    }));
}

function choiceOf({ id, kind, displayName }: Member, flag: string): Choice {
  return {
    key: id,
    mark: kind === 'user' ? <PersonMark name={displayName} isSmall /> : <AgentFlag letter={flag} size={20} />,
    name: displayName,
    hint: kind === 'bot' ? completionText.agent : null,
    text: `@${displayName}`,
  };
}
