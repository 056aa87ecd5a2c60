import type { SessionOrigin } from './sessions.ts';

/** Set by our own server on what it hands to Next, over whatever the caller sent under this name. */
export const addressHeader = 'x-claw-chat-address';

/** From where a request came that Next answers. */
export function originOf(headers: Record<string, string | undefined>): SessionOrigin {
  return { userAgent: headers['user-agent']?.slice(0, 300) ?? null, address: headers[addressHeader] ?? null };
}
