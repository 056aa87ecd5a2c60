'use client';

import { presenceContext, type PresenceRef } from '#lib/contexts.ts';
import { useLookedAt } from './use-looked-at.ts';
import { usePresenceSubscription } from './use-presence-subscription.ts';

/** Says that this is on the page, while somebody looks at the page. A leaf: looking away and back draws nothing again. */
export function Presence({ of }: { of: PresenceRef }) {
  usePresenceSubscription(presenceContext(of), useLookedAt());
  return null;
}
