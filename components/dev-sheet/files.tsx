'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { Uploads, type ChosenState } from '#lib/chat/uploads.ts';
import { FilesProvider } from '#components/attachment/files-provider.tsx';
import { Files } from '#components/attachment/files.tsx';
import { ChosenFiles } from '#components/composer/chosen-files.tsx';
import { DropSign } from '#components/composer/drop-sign.tsx';
import { createQueryClient } from '#components/data/query-client.ts';
import { Specimen, Specimens } from './specimen.tsx';

const dump: FileBlock = {
  type: 'attachment',
  attachmentId: '01K80000000000000000000000',
  mimeType: 'application/zip',
  size: 2_600_000,
  filename: 'staging.dump.zip',
  width: null,
  height: null,
  isImage: false,
};
const sql = {
  ...dump,
  attachmentId: '01K80000000000000000000001',
  mimeType: 'text/x-sql',
  size: 3_100,
  filename: '0043.sql',
};
const shot = {
  ...dump,
  attachmentId: '01K80000000000000000000002',
  mimeType: 'image/png',
  size: 84_000,
  filename: 'latency-p95.png',
  width: 800,
  height: 352,
  isImage: true,
};

const states: Record<string, ChosenState> = {
  'next.csv': { name: 'waiting' },
  'staging.dump': { name: 'uploading', fraction: 0.62, secondsLeft: 8 },
  'whole.tar': { name: 'uploading', fraction: 1, secondsLeft: 0 },
  'notes.txt': { name: 'ready', block: sql },
  'broken.pdf': { name: 'failed', why: 'The connection broke off.' },
  'shot.png': { name: 'refused', reason: 'too big' },
  'nothing.log': { name: 'refused', reason: 'empty' },
  'left.tar': { name: 'lost' },
};

/** Nothing goes anywhere from this page, so a file that is tried again waits. */
function newUploads(): Uploads {
  return new Uploads({ upload: async () => ({ kind: 'later' }), makeKey: () => '', now: () => 0 });
}

export function FileStates() {
  const [client] = useState(createQueryClient);
  const [uploads] = useState(newUploads);
  const files = Object.entries(states).map(([name, state]) => ({ key: name, name, size: 3_100, chosenAt: 0, state }));
  return (
    <Specimens title="Files">
      <Specimen name="Beside what is being written: each state, and one too many">
        <div className="rounded-block border border-line-strong pb-2">
          <ChosenFiles files={files} leftOut={1} uploads={uploads} onRemoved={() => undefined} />
        </div>
      </Specimen>
      <QueryClientProvider client={client}>
        <FilesProvider conversationId="01K80000000000000000000000">
          <Specimen name="In a message: on its way, the picture's place has its height">
            <Files files={[shot, sql]} isSent={false} />
          </Specimen>
          <Specimen name="In a message: there; the picture didn't load">
            <Files files={[dump, { ...shot, attachmentId: '01K80000000000000000000003' }]} isSent />
          </Specimen>
        </FilesProvider>
      </QueryClientProvider>
      <Specimen name="Files are dragged across">
        <div className="relative h-24">
          <DropSign />
        </div>
      </Specimen>
    </Specimens>
  );
}
