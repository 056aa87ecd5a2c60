/** What the root of the chat knows when it decides where to go. */
export interface LandingFacts {
  /** A conversation is open, or landing was already resolved, or the address says not to open one. */
  isSettled: boolean;
  list: 'loading' | 'failed' | 'ready';
  /** The most recent conversation, when the list has one. */
  firstConversationId: string | null;
  sandboxId: string | null;
  /** A conversation was already made for this landing: never a second one, whatever came of it. */
  hasCreated: boolean;
}

export type Landing =
  | { kind: 'stay' }
  | { kind: 'wait' }
  | { kind: 'open'; conversationId: string }
  | { kind: 'create'; sandboxId: string }
  /** Nothing to read and nobody to write to. */
  | { kind: 'addAgent' };

/** First match wins. The most recent conversation opens; an empty list gets one conversation, once. */
export function decideLanding(facts: LandingFacts): Landing {
  if (facts.isSettled) return { kind: 'stay' };
  if (facts.list !== 'ready') return { kind: 'wait' };
  if (facts.firstConversationId !== null) return { kind: 'open', conversationId: facts.firstConversationId };
  if (facts.sandboxId === null) return { kind: 'addAgent' };
  return facts.hasCreated ? { kind: 'stay' } : { kind: 'create', sandboxId: facts.sandboxId };
}
