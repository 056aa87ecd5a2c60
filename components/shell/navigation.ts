'use client';

import { usePathname, useRouter } from 'next/navigation';

/**
 * Moving between conversations changes the address and nothing else: no request stands between a press and what is already
 * known, and it works without a connection. Next keeps its own state in step with pushState.
 */
const root = '/claw/chat';

export function conversationPath(conversationId: string): string {
  return `${root}/${conversationId}`;
}

export function goToConversation(conversationId: string): void {
  window.history.pushState(null, '', conversationPath(conversationId));
}

/**
 * Landing goes through Next: it happens while the page is still being brought to life, when Next doesn't listen to the
 * history yet, and the server's answer brings the messages along.
 */
export function useLanding(): (conversationId: string) => void {
  const { replace } = useRouter();
  return (conversationId) => replace(conversationPath(conversationId));
}

export function useOpenConversationId(): string | null {
  const pathname = usePathname();
  return pathname.startsWith(`${root}/`) ? decodeURIComponent(pathname.slice(root.length + 1)) : null;
}

/** To pages outside of the chat, without losing the connection. */
export function useWay(): (path: string) => void {
  const { push } = useRouter();
  return push;
}
