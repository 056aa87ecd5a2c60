'use client';

import type { RefObject } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import { completionText } from '#components/text/completion-text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { PersonMark } from '#components/ui/person-mark.tsx';
import { caretPlace } from './caret-place.ts';

/** Names to choose from, over the line that is being written, from the `@` on; on a phone over the whole width. */
export function CompletionList({ id, field, at, options, flag, index, idOf, onPoint, onChoose }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, bottom: 0 });
  useLayoutEffect(() => {
    if (field.current !== null) setPlace(caretPlace(field.current, at));
  }, [field, at]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  return (
    <>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={completionText.people}
        style={{ left: place.left, bottom: place.bottom }}
        className="absolute z-20 max-h-[min(296px,40dvh)] w-72 overflow-y-auto rounded-float bg-raised py-1 shadow-pop max-md:right-0 max-md:left-0! max-md:w-auto"
      >
        {options.map((member, here) => (
          // The keys that go with the press are the field's.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={member.id}
            id={idOf(here)}
            role="option"
            aria-selected={here === index}
            onPointerMove={() => here !== index && onPoint(here)}
            // The press would take the focus out of the field.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(member)}
            className="flex min-h-9 cursor-default items-center gap-2.5 px-3 py-1 type-ui aria-selected:bg-selected max-md:min-h-11 pointer-coarse:min-h-11 forced-colors:aria-selected:outline-2 forced-colors:aria-selected:-outline-offset-2"
          >
            <Mark member={member} flag={flag} />
            <span className="min-w-0 flex-1 truncate">{member.displayName}</span>
            {member.kind === 'bot' && (
              <span className={`flex-none type-caption ${here === index ? 'text-ink-2' : 'text-ink-3'}`}>
                {completionText.agent}
              </span>
            )}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {completionText.found(options.length)}
      </p>
    </>
  );
}

interface CompletionListProps {
  id: string;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Where the `@` stands. */
  at: number;
  options: readonly Member[];
  flag: string;
  index: number;
  idOf: (index: number) => string;
  onPoint: (index: number) => void;
  onChoose: (member: Member) => void;
}

function Mark({ member: { kind, displayName }, flag }: { member: Member; flag: string }) {
  return kind === 'user' ? <PersonMark name={displayName} isSmall /> : <AgentFlag letter={flag} size={20} />;
}
