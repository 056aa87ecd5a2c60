'use client';

import { rootOf } from '#lib/chat/addresses.ts';
import { useSandboxes } from '#components/data/sandboxes.ts';
import { useOrganizationId } from './navigation.ts';

interface Chat {
  name: string;
  path: string;
  /** One's own, which has everything. */
  isOwn: boolean;
}

/** The chats beside the one that is open: those of organizations with agents, and from there one's own. */
export function useChats(): Chat[] {
  const here = useOrganizationId();
  const others = [...useNames()].filter(([id]) => id !== here);
  const chats = others.map(([id, name]) => ({ name, path: rootOf(id), isOwn: false }));
  return here === null ? chats : [{ name: '', path: rootOf(null), isOwn: true }, ...chats];
}

/** The organization whose chat is open, by name. */
export function useChatName(): string | null {
  const here = useOrganizationId();
  return useNames().get(here ?? '') ?? null;
}

/** What an agent says of whose it is names every organization that has one. */
function useNames(): Map<string, string> {
  const shared = useSandboxes().flatMap(({ organizationId, ownerName }) =>
    organizationId === null ? [] : [[organizationId, ownerName] as const],
  );
  return new Map(shared);
}
