/** Where the chat begins: a person's own, or an organization's. */
const chatAddress = /^((?:\/organizations\/[^/]+)?\/claw\/chat)(?:\/([^/]+))?$/;
const ownChat = '/claw/chat';

export interface ChatAddress {
  root: string;
  conversationId: string | null;
}

export function chatAddressOf(pathname: string): ChatAddress {
  const [, root = ownChat, segment] = chatAddress.exec(pathname) ?? [];
  return { root, conversationId: segment === undefined ? null : decoded(segment) };
}

export function isChatAddress(pathname: string): boolean {
  return chatAddress.test(pathname);
}

export function rootOf(organizationId: string | null): string {
  return organizationId === null ? ownChat : `/organizations/${encodeURIComponent(organizationId)}${ownChat}`;
}

/** The organization whose chat it is, or null in a person's own. */
export function organizationOf(root: string): string | null {
  const segment = /^\/organizations\/([^/]+)\//.exec(root)?.[1];
  return segment === undefined ? null : decoded(segment);
}

export function conversationPath(conversationId: string, root = ownChat): string {
  return `${root}/${encodeURIComponent(conversationId)}`;
}

/** Shows a message in its place. */
export function messagePath(conversationId: string, messageId: string, root = ownChat): string {
  return `${conversationPath(conversationId, root)}?message=${messageId}`;
}

/** What whoever manages an agent can change about it. */
export function agentPath(sandboxId: string): string {
  return `/claw/${sandboxId}/settings`;
}

/** What became of all that an agent was told. */
export function deliveriesPath(sandboxId: string): string {
  return `/claw/${sandboxId}/deliveries`;
}

/** Where an agent reaches this server, seen from where this page came from. */
export function botAddress(origin: string, sandboxId: string): string {
  return `${origin}/bot/v1/sandboxes/${sandboxId}`;
}

/** What can't be decoded names nothing, and is asked for as it stands, so that it is unknown like any other. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
