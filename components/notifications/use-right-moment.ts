'use client';

import { useEffect, useState } from 'react';
import { useConversationList } from '#components/data/conversation-list.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { useSandboxes } from '#components/data/sandboxes.ts';

/** Something was written, so an answer will come; or an agent has asked while nobody looked. */
export function useRightMoment(): boolean {
  const [isMoment, setMoment] = useState(false);
  const { entries } = useOutbox();
  const { all } = useConversationList();
  const deciding = new Set(useSandboxes().flatMap((sandbox) => (sandbox.mayDecide ? [sandbox.sandboxId] : [])));
  const asks = (all ?? []).reduce((sum, row) => sum + (deciding.has(row.sandboxId) ? row.waiting.length : 0), 0);
  const [known, setKnown] = useState(asks);
  const hasWritten = entries.length > 0;
  useEffect(() => {
    if (hasWritten || (asks > known && document.visibilityState === 'hidden')) setMoment(true);
    setKnown(asks);
  }, [hasWritten, asks, known]);
  return isMoment;
}
