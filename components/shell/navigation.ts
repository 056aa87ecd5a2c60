'use client';

import { usePathname, useRouter } from 'next/navigation';
import { chatAddressOf, conversationPath, isChatAddress, organizationOf } from '#lib/chat/addresses.ts';

/**
 * Moving between conversations changes the address and nothing else: no request stands between a press and what is already
 * known, and it works without a connection. Next keeps its own state in step with pushState. From the pages that stand
 * beside the list, and have no conversation to show, Next brings the chat along.
 */
export function useGoToConversation(): (conversationId: string) => void {
  const { push } = useRouter();
  return (conversationId) => {
    const { pathname } = window.location;
    const path = conversationPath(conversationId, chatAddressOf(pathname).root);
    if (isChatAddress(pathname)) window.history.pushState(null, '', path);
    else push(path);
  };
}

/** After leaving a conversation nobody wants to be thrown straight back into one. */
export function goToChatRoot(): void {
  const { root } = chatAddressOf(window.location.pathname);
  window.history.pushState(null, '', `${root}?suppressAutoOpen=1`);
}

/**
 * Landing goes through Next: it happens while the page is still being brought to life, when Next doesn't listen to the
 * history yet, and the server's answer brings the messages along.
 */
export function useLanding(): (conversationId: string) => void {
  const { replace } = useRouter();
  const root = useChatRoot();
  return (conversationId) => replace(conversationPath(conversationId, root));
}

export function useOpenConversationId(): string | null {
  return chatAddressOf(usePathname()).conversationId;
}

export function useChatRoot(): string {
  return chatAddressOf(usePathname()).root;
}

/** The organization whose chat it is, or null in a person's own. */
export function useOrganizationId(): string | null {
  return organizationOf(useChatRoot());
}

/** To pages outside of the chat, without losing the connection. */
export function useWay(): (path: string) => void {
  const { push } = useRouter();
  return push;
}
