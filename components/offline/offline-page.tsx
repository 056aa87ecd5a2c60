'use client';

import { useEffect, useState } from 'react';
import { usePathname } from 'next/navigation';
import { isChatAddress } from '#lib/chat/addresses.ts';
import { text } from '#components/text/text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Button } from '#components/ui/button.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { Standing } from '#components/ui/standing.tsx';
import { keptFor } from './kept-reader.ts';
import type { Kept } from './kept-store.ts';
import { OfflineChat } from './offline-chat.tsx';

/**
 * What the worker opens when no server answers, under whatever address was asked for. It knows nothing by itself: what it
 * shows is what this browser has kept for its person.
 */
export function OfflinePage() {
  const kept = useKept();
  const isChat = isChatAddress(usePathname());
  if (kept === 'reading')
    return (
      <main className="mx-auto max-w-(--w-form) px-6 py-12 max-md:px-4">
        <h1 className="sr-only">{text.product}</h1>
        <Bones widths={[70, 92, 54]} label={text.offline.opening} />
      </main>
    );
  if (kept !== null && isChat) return <OfflineChat kept={kept} />;
  return (
    <main className="mx-auto max-w-(--w-form) px-6 py-12 max-md:px-4">
      <Standing
        title={text.offline.title}
        level="h1"
        action={
          <Button kind="fill" onClick={() => window.location.reload()}>
            {text.problem.tryAgain}
          </Button>
        }
      >
        {text.offline.why} {kept !== null && <PageLink href="/claw/chat">{text.offline.toChat}</PageLink>}
      </Standing>
    </main>
  );
}

function useKept(): Kept | null | 'reading' {
  const [kept, setKept] = useState<Kept | null | 'reading'>('reading');
  useEffect(() => {
    void readForReader()
      .catch(() => null)
      .then(setKept);
  }, []);
  return kept;
}

async function readForReader(): Promise<Kept | null> {
  const userId = keptFor();
  if (userId === null) return null;
  const { readKept } = await import('./kept-store.ts');
  return readKept(userId);
}
