'use client';

import { useId, useState } from 'react';
import type { Conflict } from '#lib/contract/errors.ts';
import { textMax } from '#lib/contract/limits.ts';
import { textOfBlocks } from '#lib/chat/text-of-blocks.ts';
import { messageText } from '#components/text/message-text.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { X } from 'lucide-react';
import { text } from '#components/text/text.ts';

interface ConflictProps {
  conflict: Conflict;
  mine: string;
  isBusy: boolean;
  /** Why the last try to keep one's own failed. */
  why: string | null;
  onKeepTheirs: () => void;
  onKeepMine: (words: string) => void;
  onClose: () => void;
}

/** Both texts side by side. One's own can be written on, so that they can be put together by hand. */
export function ConflictDialog({ conflict, mine, isBusy, why, onKeepTheirs, onKeepMine, onClose }: ConflictProps) {
  const [words, setWords] = useState(mine);
  const id = useId();
  const over = words.length - textMax;
  const canKeep = words.trim() !== '' && over <= 0;
  return (
    <Modal
      isOpen
      onClose={onClose}
      aria-labelledby={id}
      className="m-auto w-[min(760px,calc(100vw-24px))] rounded-float bg-raised p-0"
    >
      <div className="grid max-h-[calc(100dvh-48px)] grid-rows-[auto_minmax(0,1fr)_auto]">
        <header className="flex items-start gap-2 pt-4 pr-3 pl-5">
          <h2 id={id} className="min-w-0 flex-1 py-0.5 type-title">
            {messageText.conflict}
          </h2>
          <IconButton label={text.parts.close} onClick={onClose}>
            <X className="size-4" strokeWidth={1.75} />
          </IconButton>
        </header>
        <div className="overflow-y-auto px-5 pt-2 pb-4">
          <p className="mb-4 max-w-[60ch] text-ink-2">{messageText.conflictWhy}</p>
          <div className="grid gap-4 md:grid-cols-2">
            <section aria-labelledby={`${id}-theirs`}>
              <h3 id={`${id}-theirs`} className="mb-1 type-section text-ink-3">
                {messageText.theirs}
              </h3>
              <p className="rounded-block bg-slip p-3 type-read wrap-anywhere whitespace-pre-wrap">
                {textOfBlocks(conflict.content)}
              </p>
            </section>
            <section>
              <label htmlFor={`${id}-mine`} className="mb-1 block type-section text-ink-3">
                {messageText.mine}
              </label>
              <textarea
                id={`${id}-mine`}
                data-begin
                value={words}
                onChange={({ target }) => setWords(target.value)}
                aria-invalid={over > 0 || undefined}
                className="block field-sizing-content min-h-24 w-full resize-none rounded-block border border-line-strong bg-paper p-3 type-read"
              />
              {over > 0 && <p className="mt-1 type-caption text-danger">{messageText.tooLong(over)}</p>}
            </section>
          </div>
          {why !== null && (
            <p role="alert" className="mt-3 text-danger">
              {text.message.notSaved(why)}
            </p>
          )}
        </div>
        <footer className="flex flex-wrap justify-end gap-2 px-5 pb-5">
          <Button onClick={onKeepTheirs}>{messageText.keepTheirs}</Button>
          <Button kind="fill" busy={isBusy} disabled={!canKeep} onClick={() => onKeepMine(words.trim())}>
            {isBusy ? messageText.saving : messageText.keepMine}
          </Button>
        </footer>
      </div>
    </Modal>
  );
}
