'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { FileBlock } from '#lib/contract/blocks.ts';
import { readyFiles } from '#lib/chat/ready-files.ts';
import type { ChosenFile, Uploads, UploadsState } from '#lib/chat/uploads.ts';
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
  useEffect(() => setUploads(begun.get(place) ?? null), [place]);

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
    const { makeUploads } = await import('./make-uploads.ts');
    const kept = begun.get(place) ?? makeUploads(conversationId);
    begun.set(place, kept);
    kept.setOnline(isConnected && !isOffline);
    kept.add(chosen);
    setUploads(kept);
  }
  return { files, leftOut, ready: readyFiles(files), add: (chosen) => void add(chosen), uploads };
}

function nothing(): () => void {
  return () => undefined;
}
