'use client';

import type { RefObject } from 'react';
import { useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import { matchingMembers, mentionAt, withMention } from '#lib/chat/completion.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { CompletionList } from './completion-list.tsx';
import { useCaret } from './use-caret.ts';

/**
 * Offers names while one is being written after an `@`. It stands beside the field and listens to its keys before the field
 * does, so that a field without an `@` in it needs to know nothing of this, and loads nothing.
 */
export function Completion({ field, text, onChange, people, flag }: CompletionProps) {
  const id = useId();
  const { id: reader } = useReader();
  const caret = useCaret(field);
  const [chosen, setChosen] = useState<{ query: string; index: number } | null>(null);
  const [leftAt, setLeftAt] = useState<number | null>(null);
  const goTo = useRef<number | null>(null);

  const asked = caret === null ? null : mentionAt(text, caret);
  const others = people.filter((member) => member.id !== reader);
  const options = asked === null || asked.from === leftAt ? [] : matchingMembers(others, asked.query);
  const index = chosen !== null && chosen.query === asked?.query ? Math.min(chosen.index, options.length - 1) : 0;
  const active = options[index];

  // What was left with Esc stays left until the `@` is gone or another one is written.
  if (leftAt !== null && asked === null && text[leftAt] !== '@') setLeftAt(null);

  useLayoutEffect(() => {
    if (goTo.current === null) return;
    field.current?.setSelectionRange(goTo.current, goTo.current);
    goTo.current = null;
  }, [field, text]);

  function choose(member: Member) {
    if (asked === null) return;
    const next = withMention(text, asked, member);
    goTo.current = next.caret;
    onChange(next.text);
    field.current?.focus();
  }

  const onKey = (event: KeyboardEvent): boolean => {
    if (active === undefined || asked === null || event.isComposing || event.keyCode === 229) return false;
    const step = event.shiftKey ? undefined : steps[event.key];
    if (step !== undefined) setChosen({ query: asked.query, index: (index + step + options.length) % options.length });
    else if (event.key === 'Escape') setLeftAt(asked.from);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) choose(active);
    else return false;
    return true;
  };
  useKeysFirst(field, onKey);
  useSaid(field, { list: id, active: active === undefined ? null : optionId(id, index) });

  if (active === undefined || asked === null) return null;
  return (
    <CompletionList
      id={id}
      field={field}
      at={asked.from}
      options={options}
      flag={flag}
      index={index}
      idOf={(at) => optionId(id, at)}
      onPoint={(at) => setChosen({ query: asked.query, index: at })}
      onChoose={choose}
    />
  );
}

interface CompletionProps {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onChange: (text: string) => void;
  people: readonly Member[];
  /** Of the agent among them. */
  flag: string;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

const optionId = (list: string, index: number) => `${list}-${index}`;

/** A key that is used here is used up: Enter chooses a name, and then sends nothing. */
function useKeysFirst(field: CompletionProps['field'], onKey: (event: KeyboardEvent) => boolean): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (!onKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  useEffect(() => {
    const area = field.current;
    const listener = (event: KeyboardEvent) => handle(event);
    area?.addEventListener('keydown', listener);
    return () => area?.removeEventListener('keydown', listener);
  }, [field]);
}

/** The focus stays in the field, so the field has to say which name the arrows stand on. */
function useSaid(field: CompletionProps['field'], { list, active }: { list: string; active: string | null }): void {
  useLayoutEffect(() => {
    const area = field.current;
    if (area === null || active === null) return;
    area.setAttribute('aria-autocomplete', 'list');
    area.setAttribute('aria-controls', list);
    area.setAttribute('aria-activedescendant', active);
    return () => {
      for (const name of ['aria-autocomplete', 'aria-controls', 'aria-activedescendant']) area.removeAttribute(name);
    };
  }, [field, list, active]);
}
