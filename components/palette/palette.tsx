'use client';

import { Search } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { problemOf } from '#components/data/problem.ts';
import { paletteText } from '#components/text/palette-text.ts';
import { Modal } from '#components/ui/modal.tsx';
import type { Option } from './option.ts';
import { OptionList } from './option-list.tsx';
import { PaletteFoot } from './palette-foot.tsx';
import { useOptions } from './use-options.tsx';

/** One field to find and to go: the focus stays in it, and the arrows move over what is offered below. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [activeId, setActiveId] = useState<string | null>(null);
  const { groups, error, isSearching } = useOptions(query);
  const options = groups.flatMap((group) => group.options);
  const active = options.find(({ id }) => id === activeId) ?? options[0];
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const idOf = (option: Option) => `${id}${option.id}`;
  // A dialog gives the focus to its first control, which is the field; on a phone that brings up the keys at once.
  useEffect(() => field.current?.focus(), []);

  /** Closed first, so that the focus given back doesn't take it from where the choice leads. */
  function choose(option: Option) {
    flushSync(onClose);
    option.run();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const at = options.indexOf(active ?? ({} as Option));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setActiveId(options.at((at + step) % options.length)?.id ?? null);
    else if (event.key === 'Enter' && active !== undefined) choose(active);
    else return;
    event.preventDefault();
  }
  return (
    <Modal
      isOpen
      onClose={onClose}
      aria-label={paletteText.title}
      className="mx-auto mt-24 mb-0 w-[min(640px,calc(100vw-24px))] overflow-hidden rounded-float bg-raised p-0 max-md:mt-[max(12px,env(safe-area-inset-top))]"
    >
      <div className="flex max-h-[min(560px,calc(100dvh-192px))] flex-col max-md:max-h-[calc(100dvh-24px)]">
        <div className="flex h-[52px] flex-none items-center gap-2.5 border-b border-line px-4">
          <Search aria-hidden="true" className="mx-0.5 size-4 text-ink-3" strokeWidth={1.75} />
          <input
            ref={field}
            value={query}
            onChange={({ target }) => {
              setQuery(target.value);
              setActiveId(null);
            }}
            onKeyDown={onKeyDown}
            role="combobox"
            aria-label={paletteText.title}
            aria-expanded={options.length > 0}
            aria-controls={`${id}list`}
            aria-activedescendant={active === undefined ? undefined : idOf(active)}
            aria-autocomplete="list"
            placeholder={paletteText.title}
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="go"
            className="min-h-11 min-w-0 flex-1 bg-transparent text-[16px]/[24px] outline-none! placeholder:text-ink-3"
          />
        </div>
        <OptionList
          id={`${id}list`}
          groups={groups}
          active={active}
          idOf={idOf}
          onPoint={(option) => setActiveId(option.id)}
          onChoose={choose}
        />
        <p role="status" className="px-4 type-caption text-ink-3 not-empty:pb-3 has-[.sr-only]:pb-0">
          {error !== null && <span className="text-danger">{paletteText.notSearched(problemOf(error).message)}</span>}
          {error === null && isSearching && options.length < 2 && paletteText.searching}
          {error === null && !isSearching && options.length === 0 && paletteText.nothing(query.trim())}
          {error === null && !isSearching && query !== '' && options.length > 0 && (
            <span className="sr-only">{paletteText.found(options.length)}</span>
          )}
        </p>
        <PaletteFoot />
      </div>
    </Modal>
  );
}
