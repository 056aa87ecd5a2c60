'use client';

import { usePathname } from 'next/navigation';

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

export function landOnConversation(conversationId: string): void {
  window.history.replaceState(null, '', conversationPath(conversationId));
}

export function goToRoot(): void {
  window.history.pushState(null, '', root);
}

export function useOpenConversationId(): string | null {
  const pathname = usePathname();
  return pathname.startsWith(`${root}/`) ? decodeURIComponent(pathname.slice(root.length + 1)) : null;
}
