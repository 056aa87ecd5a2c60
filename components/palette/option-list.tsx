'use client';

import { useEffect, useRef } from 'react';
import { paletteText } from '#components/text/palette-text.ts';
import type { Option, OptionGroup } from './option.ts';

/** What is offered, in groups that are one list to the arrows. The focus never comes here: it stays in the field. */
export function OptionList({ id, groups, active, idOf, onPoint, onChoose }: OptionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active?.id]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={paletteText.results}
      className="min-h-0 flex-1 overflow-y-auto pb-2"
    >
      {groups.map((group) => (
        <div key={group.name} role="group" aria-label={group.name}>
          <div aria-hidden="true" className="px-4 pt-3 pb-1 type-section text-ink-3">
            {group.name}
          </div>
          {group.options.map((option) => (
            // The keys that go with the press are the field's.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={option.id}
              id={idOf(option)}
              role="option"
              aria-selected={option === active}
              onPointerMove={() => option !== active && onPoint(option)}
              // The press would take the focus out of the field.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(option)}
              className="flex min-h-9 cursor-default items-center gap-2.5 px-4 py-1 type-ui aria-selected:bg-selected max-md:min-h-11 pointer-coarse:min-h-11 forced-colors:aria-selected:outline-2 forced-colors:aria-selected:-outline-offset-2"
            >
              {option.icon}
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              {option.aside !== undefined && (
                <span className={`flex-none type-caption ${option === active ? 'text-ink-2' : 'text-ink-3'}`}>
                  {option.aside}
                </span>
              )}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

interface OptionListProps {
  id: string;
  groups: readonly OptionGroup[];
  active: Option | undefined;
  idOf: (option: Option) => string;
  onPoint: (option: Option) => void;
  onChoose: (option: Option) => void;
}
