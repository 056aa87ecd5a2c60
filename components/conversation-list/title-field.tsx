'use client';

import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { titleMax } from '#lib/contract/limits.ts';
import { text } from '#components/text/text.ts';

/** The title in its own place, to be changed: Enter or going away saves, Esc leaves it as it was. */
export function TitleField({ title, onSave, onDone, className }: TitleFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => field.current?.select(), []);

  function end(isSaved: boolean) {
    // Taking the field away is going away from it too.
    if (isOver.current) return;
    isOver.current = true;
    const next = field.current?.value.trim() ?? '';
    if (isSaved && next !== '' && next !== title) onSave(next);
    onDone();
  }
  /** While an input method composes, both keys belong to it. */
  function onKeyDown(event: KeyboardEvent) {
    if ((event.key !== 'Enter' && event.key !== 'Escape') || event.nativeEvent.isComposing) return;
    // Esc would close the drawer around it as well.
    event.preventDefault();
    event.stopPropagation();
    end(event.key === 'Enter');
  }
  return (
    <input
      ref={field}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it stands where the person has just asked for it
      autoFocus
      defaultValue={title}
      maxLength={titleMax}
      aria-label={text.acts.newTitle}
      onKeyDown={onKeyDown}
      onBlur={() => end(true)}
      className={`w-full min-w-0 rounded-control border border-line-strong bg-paper px-1.5 focus:border-ink focus:inset-ring focus:inset-ring-ink focus:outline-none ${className}`}
    />
  );
}

interface TitleFieldProps {
  title: string;
  onSave: (title: string) => void;
  onDone: () => void;
  className: string;
}
