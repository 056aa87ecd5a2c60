/**
 * Every path that something is told under, built and parsed here and nowhere else. Events are told under the path of what
 * they happened to. A presence path is `/presence` before such a path, or names a platform: nothing is told under it; being
 * subscribed is the statement "I am looking at this".
 */
export type ContextRef = SandboxRef | ConversationRef | { kind: 'user'; userId: string };
export type SandboxRef = { kind: 'sandbox'; sandboxId: string };
export type ConversationRef = { kind: 'conversation'; sandboxId: string; conversationId: string };

/** Three tiers: the product at all, one agent, one conversation. */
export type PresenceRef = { kind: 'platform'; platform: Platform } | SandboxRef | ConversationRef;
export type Platform = 'web' | 'app';

export const contextLengthMax = 256;

export function sandboxContext(sandboxId: string): string {
  return `/kiloclaw/${sandboxId}`;
}

export function conversationContext(sandboxId: string, conversationId: string): string {
  return `/kiloclaw/${sandboxId}/${conversationId}`;
}

export function userContext(userId: string): string {
  return `/user/${userId}`;
}

const presenceRoot = '/presence';
const idPattern = /^[A-Za-z0-9_-]{1,64}$/;
const ulidPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** The context that a path names, or null: an odd path names nothing, a trailing slash included. */
export function parseContext(path: string): ContextRef | null {
  if (path.length > contextLengthMax) return null;
  const [root, kind, id = '', conversationId, ...rest] = path.split('/');
  if (root !== '' || rest.length > 0 || !idPattern.test(id)) return null;
  if (kind === 'user') return conversationId === undefined ? { kind: 'user', userId: id } : null;
  if (kind !== 'kiloclaw') return null;
  if (conversationId === undefined) return { kind: 'sandbox', sandboxId: id };
  return ulidPattern.test(conversationId) ? { kind: 'conversation', sandboxId: id, conversationId } : null;
}

export function contextPath(ref: ContextRef): string {
  switch (ref.kind) {
    case 'sandbox':
      return sandboxContext(ref.sandboxId);
    case 'conversation':
      return conversationContext(ref.sandboxId, ref.conversationId);
    case 'user':
      return userContext(ref.userId);
  }
}

/** What a presence path says is looked at, or null. */
export function parsePresence(path: string): PresenceRef | null {
  if (path.length > contextLengthMax || !isPresencePath(path)) return null;
  const rest = path.slice(presenceRoot.length);
  if (rest === '/web') return { kind: 'platform', platform: 'web' };
  if (rest === '/app') return { kind: 'platform', platform: 'app' };
  const ref = parseContext(rest);
  return ref === null || ref.kind === 'user' ? null : ref;
}

export function isPresencePath(path: string): boolean {
  return path.startsWith(`${presenceRoot}/`);
}

export function presenceContext(ref: PresenceRef): string {
  return ref.kind === 'platform' ? `${presenceRoot}/${ref.platform}` : presencePathOf(contextPath(ref));
}

/** Where it is said that somebody looks at what this path names. */
export function presencePathOf(path: string): string {
  return presenceRoot + path;
}

const bucketRoot = 'kiloclaw';

/** What a badge counts: what is unread in one conversation, or in all of an agent's. */
export interface BadgeRef {
  sandboxId: string;
  conversationId: string | null;
}

export function badgeBucket({ sandboxId, conversationId }: BadgeRef): string {
  return [bucketRoot, sandboxId, ...(conversationId === null ? [] : [conversationId])].join(':');
}

/** What a badge's name says that it counts, or null. */
export function parseBadgeBucket(bucket: string): BadgeRef | null {
  const [root, sandboxId = '', conversationId = null, ...rest] = bucket.split(':');
  if (root !== bucketRoot || !idPattern.test(sandboxId) || rest.length > 0) return null;
  return conversationId === null || ulidPattern.test(conversationId) ? { sandboxId, conversationId } : null;
}
