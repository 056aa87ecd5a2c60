'use client';

import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { fileText } from '#components/text/file-text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { useFilesOf } from './files-context.ts';
import { ownPicture } from './own-pictures.ts';
import { usePictureAddress } from './use-picture-address.ts';

/** A picture in its place, which had its size before: the place is empty, then the picture stands there, or why it doesn't. */
export function Picture({ file, isSent }: { file: FileBlock; isSent: boolean }) {
  const { open } = useFilesOf();
  const { attachmentId, filename } = file;
  const own = ownPicture(attachmentId);
  const { address, hasFailed, onError, retry } = usePictureAddress(attachmentId, { kind: 'thumbnail', own, isSent });
  const [isThere, setThere] = useState(false);
  if (hasFailed) return <Missing onRetry={retry} />;
  return (
    <button
      type="button"
      aria-label={fileText.open(filename)}
      onClick={() => open(attachmentId)}
      className="absolute inset-0 focus-visible:outline-2! focus-visible:-outline-offset-4!"
    >
      {address !== null && (
        // The address is signed for this reader: an image service could not load it.
        // oxlint-disable-next-line next/no-img-element
        <img
          src={address}
          alt=""
          decoding="async"
          draggable={false}
          onLoad={() => setThere(true)}
          onError={onError}
          className={`size-full object-contain ${isThere ? '' : 'invisible'}`}
        />
      )}
    </button>
  );
}

function Missing({ onRetry }: { onRetry: () => void }) {
  return (
    <p className="absolute inset-0 flex flex-wrap content-center items-center justify-center gap-x-2 gap-y-1 p-2 type-caption text-ink-3">
      <ImageOff aria-hidden="true" className="size-4" strokeWidth={1.75} />
      {fileText.notLoaded}
      <LinkButton onClick={onRetry}>{fileText.retry}</LinkButton>
    </p>
  );
}
