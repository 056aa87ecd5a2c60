import type { WireEvent } from '#lib/contract/events.ts';

/** A writer pings every 3 s; whoever misses one ping is not said to have stopped. */
export const typingLifeMs = 5_000;

/** Who is writing, and until when that holds without another ping. In the order in which they began. */
export type Typing = ReadonlyMap<string, number>;

export const nobodyTypes: Typing = new Map();

/** What an event says about who is writing. A message ends its sender's: people stop by sending, agents by answering. */
export function applyTyping(typing: Typing, event: WireEvent, { now, ownId }: { now: number; ownId: string }): Typing {
  switch (event.event) {
    case 'typing':
      return event.payload.memberId === ownId ? typing : until(typing, event.payload.memberId, now + typingLifeMs);
    case 'typing.stop':
      return without(typing, event.payload.memberId);
    case 'message.created':
      return without(typing, event.payload.senderId);
    default:
      return typing;
  }
}

export function withoutExpired(typing: Typing, now: number): Typing {
  const left = [...typing].filter(([, until]) => until > now);
  return left.length === typing.size ? typing : new Map(left);
}

/** When there is something to expire next; null when nobody writes. */
export function nextExpiry(typing: Typing): number | null {
  return typing.size === 0 ? null : Math.min(...typing.values());
}

function until(typing: Typing, memberId: string, at: number): Typing {
  return new Map(typing).set(memberId, at);
}

function without(typing: Typing, memberId: string): Typing {
  if (!typing.has(memberId)) return typing;
  return new Map([...typing].filter(([id]) => id !== memberId));
}
