'use client';

import type { KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import { messageText } from '#components/text/message-text.ts';
import { emojis, findEmojis, quickEmojis } from './emoji-list.ts';

interface PickerProps {
  onChoose: (emoji: string) => void;
}

/** The few that are wanted most. */
export function QuickEmojis({ onChoose }: PickerProps) {
  return quickEmojis.map((emoji) => <EmojiButton key={emoji} emoji={emoji} onChoose={onChoose} />);
}

/** All of them by their words. Enter takes the first that was found; arrows go from one to the next. */
export function EmojiPicker({ title, onChoose }: PickerProps & { title: string }) {
  const [query, setQuery] = useState('');
  const grid = useRef<HTMLDivElement>(null);
  const found = findEmojis(query);
  const first = found[0];

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && first !== undefined) {
      event.preventDefault();
      onChoose(first.emoji);
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      grid.current?.querySelector('button')?.focus();
    }
  }

  return (
    <div className="grid gap-1 p-2">
      <div className="flex">
        <QuickEmojis onChoose={onChoose} />
      </div>
      <input
        type="search"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        onKeyDown={onKeyDown}
        placeholder={messageText.emojiSearch}
        aria-label={messageText.emojiSearch}
        autoComplete="off"
        className="min-h-(--h-control) w-full rounded-control border border-line-strong bg-paper px-2.5 type-ui"
      />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- arrows move between its buttons */}
      <div
        ref={grid}
        role="group"
        aria-label={title}
        onKeyDown={moveInGrid}
        className="grid max-h-52 grid-cols-8 content-start overflow-y-auto p-0.5 max-md:grid-cols-7"
      >
        {found.map(({ emoji }) => (
          <EmojiButton key={emoji} emoji={emoji} onChoose={onChoose} />
        ))}
        {found.length === 0 && (
          <p className="col-span-full px-1 py-2 type-caption text-ink-2">{messageText.emojiNone(query)}</p>
        )}
      </div>
    </div>
  );
}

function EmojiButton({ emoji, onChoose }: { emoji: string; onChoose: (emoji: string) => void }) {
  const words = emojis.find((one) => one.emoji === emoji)?.words ?? '';
  return (
    <button
      type="button"
      aria-label={words}
      title={words}
      onClick={() => onChoose(emoji)}
      className="grid size-8 place-items-center rounded-control font-emoji text-lg/none hover:bg-hover pointer-coarse:size-11 max-md:size-11"
    >
      {emoji}
    </button>
  );
}

function moveInGrid(event: KeyboardEvent<HTMLElement>): void {
  const grid = event.currentTarget;
  const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  const buttons = [...grid.querySelectorAll<HTMLElement>('button')];
  const here = buttons.findIndex((button) => button === document.activeElement);
  const next = step === undefined || here === -1 ? undefined : buttons[here + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
