'use client';

import { AtSign, Paperclip } from 'lucide-react';
import type { RefObject } from 'react';
import { useRef } from 'react';
import type { ChosenFile, ChosenState } from '#lib/chat/uploads.ts';
import { text } from '#components/text/text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';

/** What can be put beside the words or into them; and, before the arrow, why it doesn't go yet. */
export function ComposerTools({ files, onFiles, onMention, field }: ComposerToolsProps) {
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
      <span role="status" className="ml-auto px-1 type-caption text-ink-3">
        {onFiles !== undefined && whatHolds(files)}
      </span>
    </>
  );
}

interface ComposerToolsProps {
  files: readonly ChosenFile[];
  /** Absent while nothing can be put beside the words. */
  onFiles?: (files: readonly File[]) => void;
  onMention: () => void;
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
