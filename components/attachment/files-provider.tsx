'use client';

import type { ReactNode } from 'react';
import { useMemo, useState } from 'react';
import { late } from '#components/ui/late.tsx';
import { FilesContextProvider } from './files-context.ts';

const Viewer = late(async () => (await import('./viewer.tsx')).Viewer);

/** Around a conversation's messages: whose files they show, and the one picture that is looked at. */
export function FilesProvider({ conversationId, children }: { conversationId: string; children: ReactNode }) {
  const [shown, setShown] = useState<string | null>(null);
  // It stays once it was opened: only a dialog that closes gives the focus back.
  const [isWanted, setWanted] = useState(false);
  const files = useMemo(() => {
    const open = (attachmentId: string) => {
      setWanted(true);
      setShown(attachmentId);
    };
    return { conversationId, open };
  }, [conversationId]);
  return (
    <FilesContextProvider value={files}>
      {children}
      {isWanted && (
        <Viewer conversationId={conversationId} shown={shown} onShow={setShown} onClose={() => setShown(null)} />
      )}
    </FilesContextProvider>
  );
}
