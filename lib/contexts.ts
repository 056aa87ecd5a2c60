/**
 * Every path that events are told under, built and parsed here and nowhere else. A presence path is `/presence` before an
 * event path: being subscribed to it is the statement "I am looking at this".
 */
export type ContextRef =
  | { kind: 'sandbox'; sandboxId: string }
  | { kind: 'conversation'; sandboxId: string; conversationId: string }
  | { kind: 'user'; userId: string };

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
