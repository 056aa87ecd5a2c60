'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Download, File, FileArchive, FileAudio, FileText, FileVideo, Image } from 'lucide-react';
import { useState } from 'react';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { fileSize } from '#lib/chat/file-size.ts';
import { problemOf } from '#components/data/problem.ts';
import { fileText } from '#components/text/file-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { download } from './file-addresses.ts';
import { useFilesOf } from './files-context.ts';

/** A file's name, its size, and a way to have it: alone for most files, and under each picture. */
export function FileChip({ file, isSent }: { file: FileBlock; isSent: boolean }) {
  const client = useQueryClient();
  const { conversationId } = useFilesOf();
  const [problem, setProblem] = useState<string | null>(null);
  const { attachmentId, filename, size, mimeType, isImage } = file;

  function save() {
    setProblem(null);
    download(client, { conversationId, attachmentId }).catch((error: unknown) => setProblem(problemOf(error).message));
  }

  return (
    <div className="flex min-h-[inherit] items-center gap-2 pr-1 pl-2.5 type-caption text-ink-3">
      {!isImage && <KindIcon mimeType={mimeType} />}
      <span className="truncate font-medium text-ink" title={filename}>
        {filename}
      </span>
      {problem === null ? (
        <span className="flex-none">{fileSize(size)}</span>
      ) : (
        <span role="status" className="text-danger">
          {fileText.notDownloaded(problem)}
        </span>
      )}
      {isSent && (
        <IconButton label={fileText.download(filename)} tip="above" onClick={save} className="ml-auto">
          <Download className="size-4" strokeWidth={1.75} />
        </IconButton>
      )}
    </div>
  );
}

const icon = { 'aria-hidden': true, className: 'size-4', strokeWidth: 1.75 } as const;

function KindIcon({ mimeType }: { mimeType: string }) {
  const [kind] = mimeType.split('/');
  if (kind === 'audio') return <FileAudio {...icon} />;
  if (kind === 'video') return <FileVideo {...icon} />;
  if (kind === 'image') return <Image {...icon} />;
  if (/zip|tar|compressed|rar|7z/.test(mimeType)) return <FileArchive {...icon} />;
  return kind === 'text' || /json|xml|yaml|sql|pdf/.test(mimeType) ? <FileText {...icon} /> : <File {...icon} />;
}
