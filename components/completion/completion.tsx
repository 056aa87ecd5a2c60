'use client';

import type { RefObject } from 'react';
import { useEffect, useEffectEvent, useId, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Member } from '#lib/contract/chat.ts';
import { completedAt, withChosen, type Completed } from '#lib/chat/completion.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { choicesFor, type Choice } from './choices.tsx';
import { CompletionList } from './completion-list.tsx';
import { useCaret } from './use-caret.ts';

/**
 * Offers people while a name is being written after an `@`, and emoji after a `:`. It stands beside the field and listens to
 * its keys before the field does, so that a field without such a sign in it needs to know nothing of this, and loads nothing.
 */
export function Completion({ field, text, onChange, people, flag }: CompletionProps) {
  const id = useId();
  const { id: reader } = useReader();
  const caret = useCaret(field);
  const [pointed, point] = useState<{ asked: Completed; index: number } | null>(null);
  const [left, setLeft] = useState<Completed | null>(null);

  const asked = caret === null ? null : completedAt(text, caret);
  const others = people.filter((member) => member.id !== reader);
  const options = asked === null || isSamePlace(asked, left) ? [] : choicesFor(asked, others, flag);
  const isPointed = pointed !== null && isSamePlace(asked, pointed.asked) && asked?.query === pointed.asked.query;
  const index = isPointed ? Math.min(pointed.index, options.length - 1) : 0;
  const active = options[index];

  // What was left with Esc stays left until its sign is gone or another one is written.
  if (left !== null && asked === null && text[left.from] !== left.sign) setLeft(null);

  function choose(choice: Choice) {
    if (asked === null) return;
    const next = withChosen(text, asked, choice.text);
    // At once: the caret can only go where there is text, and this is gone with the last sign in it.
    flushSync(() => onChange(next.text));
    field.current?.focus();
    field.current?.setSelectionRange(next.caret, next.caret);
  }

  const onKey = (event: KeyboardEvent): boolean => {
    if (active === undefined || asked === null || event.isComposing || event.keyCode === 229) return false;
    const step = event.shiftKey ? undefined : steps[event.key];
    if (step !== undefined) point({ asked, index: (index + step + options.length) % options.length });
    else if (event.key === 'Escape') setLeft(asked);
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
      asked={asked}
      options={options}
      index={index}
      idOf={(at) => optionId(id, at)}
      onPoint={(at) => point({ asked, index: at })}
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

function isSamePlace(a: Completed | null, b: Completed | null): boolean {
  return a?.from === b?.from && a?.sign === b?.sign;
}

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

/** The focus stays in the field, so the field has to say what the arrows stand on. */
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
