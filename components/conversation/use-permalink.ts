'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';

/** An address may name a message: `/claw/chat/<conversation>?message=<message>`. */
export function usePermalink(jump: (messageId: string) => void): void {
  const messageId = useSearchParams().get('message');
  useEffect(() => {
    if (messageId !== null) jump(messageId);
  }, [messageId, jump]);
}
