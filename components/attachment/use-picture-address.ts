'use client';

import { useState } from 'react';
import { useFileAddresses } from './file-addresses.ts';
import { useFilesOf } from './files-context.ts';

interface PictureAddress {
  /** Null until it is known. */
  address: string | null;
  hasFailed: boolean;
  onError(): void;
  retry(): void;
}

/** Where a picture is to be had. One that doesn't come gets one more address, for the first may have expired. */
export function usePictureAddress(
  attachmentId: string,
  { kind, own, isSent }: { kind: 'thumbnail' | 'whole'; own: string | null; isSent: boolean },
): PictureAddress {
  const { conversationId } = useFilesOf();
  const [failures, setFailures] = useState(0);
  const query = useFileAddresses({ conversationId, attachmentId }, own === null && isSent);
  const { url, thumbnailUrl } = query.data ?? { url: null, thumbnailUrl: null };
  const known = own ?? (kind === 'thumbnail' ? thumbnailUrl : url);
  // The same address again would be answered from what the browser has kept of the failure.
  const address = known === null || own !== null || failures === 0 ? known : `${known}#${failures}`;
  const askAgain = () => void query.refetch();
  return {
    address: query.isFetching && failures > 0 ? null : address,
    hasFailed: own === null && (query.isError || failures > 1) && !query.isFetching,
    onError() {
      setFailures((count) => count + 1);
      if (failures === 0) askAgain();
    },
    retry() {
      setFailures(1);
      askAgain();
    },
  };
}
