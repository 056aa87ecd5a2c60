'use client';

import { File as FileIcon, X } from 'lucide-react';
import type { ChosenFile, ChosenState, Uploads } from '#lib/chat/uploads.ts';
import { fileSize } from '#lib/chat/file-size.ts';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { useOffline } from '#components/realtime/use-offline.ts';
import { fileText } from '#components/text/file-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';

/** One line for each file that will go with what is being written: how far it is, or why it doesn't go. */
export function ChosenFiles({ files, leftOut, uploads, onRemoved }: ChosenFilesProps) {
  return (
    <>
      <ul aria-label={fileText.chosen} className="grid max-h-[30dvh] gap-2 overflow-y-auto px-3 pt-2 pb-1">
        {files.map((chosen) => (
          <Line
            key={chosen.key}
            chosen={chosen}
            onRetry={() => uploads.retry(chosen.key)}
            onRemove={() => {
              uploads.remove(chosen.key);
              onRemoved();
            }}
          />
        ))}
      </ul>
      {leftOut > 0 && (
        <p role="alert" className="px-3 pt-2 type-caption text-danger">
          {fileText.leftOut(leftOut)}
        </p>
      )}
      <p role="status" className="sr-only">
        {files.map(({ name, state }) => (state.name === 'ready' ? fileText.isReady(name) : '')).join(' ')}
      </p>
    </>
  );
}

interface ChosenFilesProps {
  files: readonly ChosenFile[];
  leftOut: number;
  uploads: Uploads;
  /** The line with the focus on it is gone. */
  onRemoved: () => void;
}

interface LineProps {
  chosen: ChosenFile;
  onRetry: () => void;
  onRemove: () => void;
}

function Line({ chosen, onRetry, onRemove }: LineProps) {
  const { name, state } = chosen;
  const isUnderway = state.name === 'uploading' || state.name === 'waiting';
  return (
    <li className="max-w-100 overflow-hidden rounded-block border border-line bg-paper">
      <div className="flex min-h-9 items-center gap-x-2 pr-0.5 pl-2.5 type-caption text-ink-3 max-md:min-h-11 pointer-coarse:min-h-11">
        <FileIcon aria-hidden="true" className="size-4" strokeWidth={1.75} />
        <span className="min-w-12 truncate font-medium text-ink" title={name}>
          {name}
        </span>
        <span
          className={`py-1 digits ${isBad(state) ? 'min-w-0' : 'flex-none'}`}
          {...(isBad(state) && { role: 'alert' })}
        >
          <Says {...chosen} />
        </span>
        {state.name === 'failed' && <LinkButton onClick={onRetry}>{fileText.retry}</LinkButton>}
        <IconButton
          label={isUnderway ? fileText.cancel(name) : fileText.remove(name)}
          tip="above"
          onClick={onRemove}
          className="ml-auto"
        >
          <X className="size-4" strokeWidth={1.75} />
        </IconButton>
      </div>
      {state.name === 'uploading' && <Bar name={name} fraction={state.fraction} />}
    </li>
  );
}

function isBad({ name }: ChosenState): boolean {
  return name === 'failed' || name === 'refused' || name === 'lost';
}

function Says({ size, state }: ChosenFile) {
  const isConnected = useConnection().status === 'connected';
  const isOffline = useOffline();
  switch (state.name) {
    case 'waiting':
      return isConnected && !isOffline ? fileText.inTurn : fileText.waiting;
    case 'uploading':
      return progressOf(state);
    case 'ready':
      return fileSize(size);
    case 'failed':
      return <span className="text-danger">{fileText.failed(state.why)}</span>;
    case 'refused':
      return <span className="text-danger">{state.reason === 'empty' ? fileText.empty : fileText.tooBig}</span>;
    case 'lost':
      return <span className="text-danger">{fileText.lost}</span>;
  }
}

function progressOf({ fraction, secondsLeft }: ChosenState & { name: 'uploading' }): string {
  if (fraction === 1) return fileText.finishing;
  const percent = Math.floor(fraction * 100);
  return secondsLeft === null ? fileText.percent(percent) : fileText.percentAndTime(percent, secondsLeft);
}

function Bar({ name, fraction }: { name: string; fraction: number }) {
  return (
    <div
      role="progressbar"
      aria-label={fileText.progress(name)}
      aria-valuenow={Math.floor(fraction * 100)}
      className="h-0.5 bg-line"
    >
      <div className="h-full origin-left bg-ink" style={{ transform: `scaleX(${fraction})` }} />
    </div>
  );
}
