'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { chatAddressOf, conversationPath, isChatAddress, messagePath } from '#lib/chat/addresses.ts';

interface Ways {
  conversation(conversationId: string): void;
  message(conversationId: string, messageId: string): void;
  page(path: string): void;
}

/** From within the chat only the address changes; from elsewhere Next brings the chat along. */
export function useGoTo(): Ways {
  const { push } = useRouter();
  const pathname = usePathname();
  return useMemo(() => {
    const { root } = chatAddressOf(pathname);
    const go = (path: string) => (isChatAddress(pathname) ? window.history.pushState(null, '', path) : push(path));
    return {
      conversation: (conversationId) => go(conversationPath(conversationId, root)),
      message: (conversationId, messageId) => go(messagePath(conversationId, messageId, root)),
      page: push,
    };
  }, [push, pathname]);
}
