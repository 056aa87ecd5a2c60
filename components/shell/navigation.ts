'use client';

import { usePathname, useRouter } from 'next/navigation';

/**
 * Moving between conversations changes the address and nothing else: no request stands between a press and what is already
 * known, and it works without a connection. Next keeps its own state in step with pushState.
 */
const chatAddress = /^((?:\/organizations\/[^/]+)?\/claw\/chat)(?:\/([^/]+))?$/;
const ownChat = '/claw/chat';

interface ChatAddress {
  /** Where the chat begins: a person's own, or an organization's. */
  root: string;
  conversationId: string | null;
}

export function chatAddressOf(pathname: string): ChatAddress {
  const [, root = ownChat, segment] = chatAddress.exec(pathname) ?? [];
  return { root, conversationId: segment === undefined ? null : decoded(segment) };
}

/** What can't be decoded names no conversation, and is asked for as it stands, so that it is unknown like any other. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function conversationPath(conversationId: string, root = ownChat): string {
  return `${root}/${conversationId}`;
}

/** Shows a message in its place. */
export function messagePath(conversationId: string, messageId: string, root = ownChat): string {
  return `${conversationPath(conversationId, root)}?message=${messageId}`;
}

export function isChatAddress(pathname: string): boolean {
  return chatAddress.test(pathname);
}

export function goToConversation(conversationId: string): void {
  const { root } = chatAddressOf(window.location.pathname);
  window.history.pushState(null, '', conversationPath(conversationId, root));
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
  return /^\/organizations\/([^/]+)\//.exec(useChatRoot())?.[1] ?? null;
}

/** To pages outside of the chat, without losing the connection. */
export function useWay(): (path: string) => void {
  const { push } = useRouter();
  return push;
}
