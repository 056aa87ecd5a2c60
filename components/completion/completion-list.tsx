'use client';

import type { RefObject } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Completed } from '#lib/chat/completion.ts';
import { completionText } from '#components/text/completion-text.ts';
import { caretPlace } from './caret-place.ts';
import type { Choice } from './choices.tsx';

/** What there is to choose from, over the line that is being written, from the sign on; on a phone over the whole width. */
export function CompletionList({ id, field, asked, options, index, idOf, onPoint, onChoose }: CompletionListProps) {
  const { from: at, sign } = asked;
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
        aria-label={completionText[sign].list}
        style={{ left: place.left, bottom: place.bottom }}
        className="absolute z-20 max-h-[min(296px,40dvh)] w-72 overflow-y-auto rounded-float bg-raised py-1 shadow-pop max-md:right-0 max-md:left-0! max-md:w-auto"
      >
        {options.map((choice, here) => (
          // The keys that go with the press are the field's.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={choice.key}
            id={idOf(here)}
            role="option"
            aria-selected={here === index}
            onPointerMove={() => here !== index && onPoint(here)}
            // The press would take the focus out of the field.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(choice)}
            className="flex min-h-9 cursor-default items-center gap-2.5 px-3 py-1 type-ui aria-selected:bg-selected max-md:min-h-11 pointer-coarse:min-h-11 forced-colors:aria-selected:outline-2 forced-colors:aria-selected:-outline-offset-2"
          >
            {choice.mark}
            <span className="min-w-0 flex-1 truncate">{choice.name}</span>
            {choice.hint !== null && (
              <span className={`flex-none type-caption ${here === index ? 'text-ink-2' : 'text-ink-3'}`}>
                {choice.hint}
              </span>
            )}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {completionText[sign].found(options.length)}
      </p>
    </>
  );
}

interface CompletionListProps {
  id: string;
  field: RefObject<HTMLTextAreaElement | null>;
  asked: Completed;
  options: readonly Choice[];
  index: number;
  idOf: (index: number) => string;
  onPoint: (index: number) => void;
  onChoose: (choice: Choice) => void;
}
