import { userAgentOf } from '../user-agent.ts';
import type { SessionOrigin } from './sessions.ts';

/** Set by our own server on what it hands to Next, over whatever the caller sent under this name. */
export const addressHeader = 'x-claw-chat-address';

/** From where a request came that Next answers. */
export function originOf(headers: Record<string, string | undefined>): SessionOrigin {
  return { userAgent: userAgentOf(headers), address: headers[addressHeader] ?? null };
}
