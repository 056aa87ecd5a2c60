'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { readyFiles } from '#lib/chat/ready-files.ts';
import type { ChosenFile, Uploads, UploadsState } from '#lib/chat/uploads.ts';
import { keptFiles } from '#components/data/kept-files.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { useOffline } from '#components/realtime/use-offline.ts';

/** Beside the page and not in it: who looks into another conversation finds an upload where it was. */
const begun = new Map<string, Uploads>();
const none: UploadsState = { files: [], leftOut: 0 };

export interface ComposerFiles {
  files: readonly ChosenFile[];
  leftOut: number;
  /** What an entry of the outbox takes along; null while a file is missing, for then nothing may go. */
  ready: readonly FileBlock[] | null;
  add(files: readonly File[]): void;
  uploads: Uploads | null;
}

/** The files beside what is being written in a conversation. The code that uploads is loaded with the first of them. */
export function useFiles(conversationId: string): ComposerFiles {
  const { id: userId } = useReader();
  const place = `${userId}/${conversationId}`;
  const [uploads, setUploads] = useState<Uploads | null>(null);
  // After the first paint, which is the server's.
  useEffect(() => {
    const known = begun.get(place) ?? null;
    setUploads(known);
    if (known !== null || keptFiles({ userId, conversationId }).length === 0) return;
    let isHere = true;
    const show = (left: Uploads) => isHere && setUploads(left);
    // A failure is no news: what is kept stays, for the next page or the first file that is added.
    uploadsAt({ userId, conversationId }).then(show, () => undefined);
    return () => void (isHere = false);
  }, [place, userId, conversationId]);

  const { files, leftOut } = useSyncExternalStore(
    uploads?.subscribe ?? nothing,
    () => uploads?.state ?? none,
    () => none,
  );
  const isConnected = useConnection().status === 'connected';
  const isOffline = useOffline();
  useEffect(() => uploads?.setOnline(isConnected && !isOffline), [uploads, isConnected, isOffline]);

  async function add(chosen: readonly File[]) {
    if (chosen.length === 0) return;
    const kept = await uploadsAt({ userId, conversationId });
    kept.setOnline(isConnected && !isOffline);
    kept.add(chosen);
    setUploads(kept);
  }
  return { files, leftOut, ready: readyFiles(files), add: (chosen) => void add(chosen), uploads };
}

async function uploadsAt({ userId, conversationId }: { userId: string; conversationId: string }): Promise<Uploads> {
  const { makeUploads } = await import('./make-uploads.ts');
  const place = `${userId}/${conversationId}`;
  const uploads = begun.get(place) ?? makeUploads({ userId, conversationId });
  begun.set(place, uploads);
  return uploads;
}

function nothing(): () => void {
  return () => undefined;
}
