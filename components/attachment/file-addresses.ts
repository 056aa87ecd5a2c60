'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { AttachmentUrlInput, AttachmentUrlResult } from '#lib/contract/attachments.ts';
import { trpcClient } from '#components/data/trpc.ts';

/** An address that has so little time left may be over before a slow line has come to its end. */
const tooLateMs = 60_000;

/** Where a file is, asked once and again when that is over. */
function fileAddresses(file: AttachmentUrlInput) {
  return {
    queryKey: ['file', file.conversationId, file.attachmentId],
    queryFn: () => trpcClient.attachments.url.query(file),
    staleTime: ({ state }: { state: { data?: AttachmentUrlResult | undefined } }) =>
      Math.max(0, (state.data?.expiresAt ?? 0) - Date.now() - tooLateMs),
  };
}

/** Saves a file under its name. Its address is asked for when it is wanted, and not for every file that scrolls by. */
export async function download(client: QueryClient, file: AttachmentUrlInput): Promise<void> {
  const { url, filename } = await client.fetchQuery(fileAddresses(file));
  const link = document.createElement('a');
  link.href = url;
  link.download = filename;
  link.click();
}

export function useFileAddresses(file: AttachmentUrlInput, isWanted = true) {
  return useQuery({ ...fileAddresses(file), enabled: isWanted });
}
