import type { Query } from './query.ts';

/** So many of the newest that match are ranked against each other; what is older comes after all of them. */
export const windowSize = 200;

export interface Sought {
  query: Query;
  sandboxId?: string | undefined;
  conversationId?: string | undefined;
  from?: string | undefined;
  /** Only what is older than this message. */
  before: string | null;
}

export interface Ranked {
  conversationId: string;
  messageId: string;
  score: number;
}

/** Who asks for what, and where they may look. */
export interface Asking {
  me: string;
  sought: Sought;
  sandboxIds: string[];
}

/** The newest that match: one more than a window holds, when there are more. */
export interface Newest {
  rows: Ranked[];
  /** Older ones than this were not looked at; null when all were. */
  end: string | null;
}
