'use client';

import { AtSign, Paperclip, Smile } from 'lucide-react';
import type { RefObject } from 'react';
import { useRef } from 'react';
import type { ChosenFile, ChosenState } from '#lib/chat/uploads.ts';
import { isQuiet, useStanding } from '#components/connection-line/use-standing.ts';
import { EmojiTool } from '#components/reactions/emoji-tool.tsx';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Counter, isShort } from './counter.tsx';

/** What can be put beside the words or into them; and, before the arrow, why it doesn't go yet. */
export function ComposerTools(props: ComposerToolsProps) {
  const { files, onFiles, onMention, onEmoji, field, left, counterId } = props;
  const hasLineRoom = isQuiet(useStanding());
  const holds = onFiles === undefined || left < 0 ? '' : whatHolds(files);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      {onFiles !== undefined && (
        <>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            data-files
            onChange={({ target }) => {
              onFiles([...(target.files ?? [])]);
              // The same file may be chosen again after it was removed.
              target.value = '';
              field.current?.focus();
            }}
          />
          <IconButton label={text.composer.attach} tip="above" onClick={() => input.current?.click()}>
            <Paperclip className="size-4" strokeWidth={1.75} />
          </IconButton>
        </>
      )}
      <IconButton label={text.composer.mention} tip="above" onClick={onMention}>
        <AtSign className="size-4" strokeWidth={1.75} />
      </IconButton>
      <EmojiTool label={text.composer.emoji} title={text.composer.emojiTitle} onChoose={onEmoji}>
        <Smile className="size-4" strokeWidth={1.75} />
      </EmojiTool>
      <span className="ml-auto px-1 type-caption text-ink-3">
        <span role="status">{holds}</span>
        {isShort(left) && (
          <span id={counterId} className={holds !== '' ? 'hidden' : hasLineRoom ? 'md:hidden' : undefined}>
            <Counter left={left} />
          </span>
        )}
      </span>
    </>
  );
}

interface ComposerToolsProps {
  files: readonly ChosenFile[];
  /** Absent while nothing can be put beside the words. */
  onFiles?: (files: readonly File[]) => void;
  onMention: () => void;
  onEmoji: (emoji: string) => void;
  /** Of the space for the text; told here where the connection line has no room for it. */
  left: number;
  counterId: string;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** What goes no further by itself. */
const bad: ReadonlySet<ChosenState['name']> = new Set(['failed', 'refused', 'lost']);

function whatHolds(files: readonly ChosenFile[]): string {
  const held = files.filter(({ state: { name } }) => bad.has(name)).length;
  if (held > 0) return text.composer.heldBy(held);
  const underway = files.filter(({ state: { name } }) => name !== 'ready').length;
  return underway === 0 ? '' : text.composer.waitsFor(underway);
}
