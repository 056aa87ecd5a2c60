'use client';

import { useState } from 'react';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { fileText } from '#components/text/file-text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { ownPicture } from './own-pictures.ts';
import { usePictureAddress } from './use-picture-address.ts';

/** As large as there is room, never larger than it is. */
export function LargePicture({ file }: { file: FileBlock }) {
  const { attachmentId, filename, width, height } = file;
  const own = ownPicture(attachmentId);
  const { address, hasFailed, onError, retry } = usePictureAddress(attachmentId, { kind: 'whole', own, isSent: true });
  const [isThere, setThere] = useState(false);
  if (hasFailed)
    return (
      <p role="alert" className="place-self-center type-ui text-ink-2">
        {fileText.notLoaded} <LinkButton onClick={retry}>{fileText.retry}</LinkButton>
      </p>
    );
  return (
    <div className="grid min-h-0 place-items-center p-4 max-md:p-0">
      {address !== null && (
        // The address is signed for this reader: an image service could not load it.
        // oxlint-disable-next-line next/no-img-element
        <img
          src={address}
          alt={filename}
          width={width ?? undefined}
          height={height ?? undefined}
          onLoad={() => setThere(true)}
          onError={onError}
          className={`max-h-full min-h-0 max-w-full object-contain ${isThere ? '' : 'bg-sunken'}`}
        />
      )}
    </div>
  );
}
