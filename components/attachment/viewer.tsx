'use client';

import { useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { fileSize } from '#lib/chat/file-size.ts';
import { useConversationLog } from '#components/data/conversation-log.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { problemOf } from '#components/data/problem.ts';
import { text } from '#components/text/text.ts';
import { fileText } from '#components/text/file-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { download } from './file-addresses.ts';
import { LargePicture } from './large-picture.tsx';

/** A picture over the whole screen, and the others of the conversation, as far as it is loaded, to the left and right. */
export function Viewer({ conversationId, shown, onShow, onClose }: ViewerProps) {
  const client = useQueryClient();
  const pictures = usePictures(conversationId);
  const here = pictures.findIndex(({ attachmentId }) => attachmentId === shown);
  const picture = pictures[here];
  const before = pictures[here - 1];
  const after = pictures[here + 1];
  const [problem, setProblem] = useState<{ of: string; why: string } | null>(null);

  function save({ attachmentId: of }: FileBlock) {
    setProblem(null);
    download(client, { conversationId, attachmentId: of }).catch((error: unknown) =>
      setProblem({ of, why: problemOf(error).message }),
    );
  }

  function onKeyDown({ key }: KeyboardEvent) {
    if (key === 'ArrowLeft' && before !== undefined) onShow(before.attachmentId);
    if (key === 'ArrowRight' && after !== undefined) onShow(after.attachmentId);
  }

  return (
    <Modal
      // A message that was deleted takes its pictures along.
      isOpen={picture !== undefined}
      onClose={onClose}
      aria-label={fileText.viewer}
      className="m-0 size-full bg-paper p-0"
    >
      {picture !== undefined && (
        // The arrows are for whatever has the focus in here.
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
        <div className="grid h-dvh grid-rows-[auto_minmax(0,1fr)]" onKeyDown={onKeyDown}>
          <header className="flex items-center gap-1 border-b border-line py-2 pr-2 pl-4 type-caption text-ink-3">
            <p aria-live="polite" className="flex min-w-0 flex-1 items-baseline gap-2">
              <b className="truncate type-label text-ink">{picture.filename}</b>
              <span className="flex-none">{fileSize(picture.size)}</span>
              <span className="flex-none digits">{fileText.place(here + 1, pictures.length)}</span>
              {problem?.of === picture.attachmentId && (
                <span className="text-danger">{fileText.notDownloaded(problem.why)}</span>
              )}
            </p>
            <IconButton
              label={fileText.previous}
              aria-disabled={before === undefined}
              className={end}
              onClick={() => before && onShow(before.attachmentId)}
            >
              <ChevronLeft className="size-4" strokeWidth={1.75} />
            </IconButton>
            <IconButton
              label={fileText.next}
              aria-disabled={after === undefined}
              className={end}
              onClick={() => after && onShow(after.attachmentId)}
            >
              <ChevronRight className="size-4" strokeWidth={1.75} />
            </IconButton>
            <IconButton label={fileText.download(picture.filename)} onClick={() => save(picture)}>
              <Download className="size-4" strokeWidth={1.75} />
            </IconButton>
            <IconButton label={text.parts.close} onClick={onClose} autoFocus>
              <X className="size-4" strokeWidth={1.75} />
            </IconButton>
          </header>
          <LargePicture key={picture.attachmentId} file={picture} />
        </div>
      )}
    </Modal>
  );
}

interface ViewerProps {
  conversationId: string;
  /** Null while nothing is looked at. */
  shown: string | null;
  onShow: (attachmentId: string) => void;
  onClose: () => void;
}

/** Not `disabled`: the focus stays where it is when the last picture is reached. */
const end = 'aria-disabled:cursor-default aria-disabled:opacity-40 aria-disabled:hover:bg-transparent';

function usePictures(conversationId: string): FileBlock[] {
  const messages = useConversationLog(conversationId).data?.log.messages ?? [];
  const waiting = useOutbox().entries.filter((entry) => entry.conversationId === conversationId);
  const sent = messages.flatMap(({ content }) => content.filter((block) => block.type === 'attachment'));
  const unsent = waiting.flatMap(({ files = [] }) => files);
  const all = new Map([...sent, ...unsent].map((file) => [file.attachmentId, file]));
  return [...all.values()].filter(({ isImage }) => isImage);
}
