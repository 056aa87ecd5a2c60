'use client';

import type { FileBlock } from '#lib/contract/blocks.ts';
import { pictureBox } from '#lib/chat/picture-box.ts';
import { late } from '#components/ui/late.tsx';

const Picture = late(async () => (await import('./picture.tsx')).Picture);
const FileChip = late(async () => (await import('./file-chip.tsx')).FileChip);

/**
 * What came with a message. Only the places are here, so that nothing moves in a log that is read already; what stands in
 * them is loaded with the first message that has a file.
 */
export function Files({ files, isSent }: { files: readonly FileBlock[]; isSent: boolean }) {
  return (
    <ul className="mt-2 grid justify-items-start gap-2 first:mt-0">
      {files.map((file) => (
        <li
          key={file.attachmentId}
          className="flex max-w-full flex-col overflow-hidden rounded-block border border-line bg-paper"
        >
          <Place file={file} isSent={isSent} />
        </li>
      ))}
    </ul>
  );
}

function Place({ file, isSent }: { file: FileBlock; isSent: boolean }) {
  // What isn't an image for the server is none for us, whatever its name says.
  const box =
    file.isImage && file.width !== null && file.height !== null
      ? pictureBox({ width: file.width, height: file.height })
      : null;
  if (box === null)
    return (
      <div className="min-h-9 w-100 max-w-full max-md:min-h-11 pointer-coarse:min-h-11">
        <FileChip file={file} isSent={isSent} />
      </div>
    );
  return (
    <>
      <div className="relative max-w-full bg-sunken" style={{ width: box.width, aspectRatio: box.width / box.height }}>
        <Picture file={file} isSent={isSent} />
      </div>
      <div
        className="min-h-9 border-t border-line max-md:min-h-11 pointer-coarse:min-h-11"
        style={{ width: box.width, maxWidth: '100%' }}
      >
        <FileChip file={file} isSent={isSent} />
      </div>
    </>
  );
}
