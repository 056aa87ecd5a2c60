import type { FileBlock } from '#lib/contract/blocks.ts';
import type { ReplySnapshot } from '#lib/contract/chat.ts';
import type { ErrorCode } from '#lib/contract/errors.ts';

/**
 * A message that was written here and isn't known to be stored there. It keeps one clientId through every try, so that no
 * number of tries can make two messages of it.
 */
export interface OutboxEntry {
  clientId: string;
  userId: string;
  conversationId: string;
  text: string;
  /** What it answers, as its writer saw it. */
  replyTo?: ReplySnapshot;
  /** The members whom its text names. */
  mentions?: readonly string[];
  /** What goes with it. Their bytes are on the server already: whichever page sends the message, it needs no more. */
  files?: readonly FileBlock[];
  createdAt: number;
  state: OutboxState;
}

/** What was written, before it is an entry. */
export type Writing = Pick<OutboxEntry, 'text' | 'replyTo' | 'mentions' | 'files'>;

export type OutboxState =
  /** Waits for a connection, or for the one before it. */
  | { name: 'queued'; isHeldUp?: true }
  /** Held up: at the last try the server could not take it. */
  | { name: 'sending'; isHeldUp?: true }
  /** It left and nothing came back: it may be stored or not. */
  | { name: 'unconfirmed' }
  /** Refused, with the reason in words: it is not stored. */
  | { name: 'failed'; why: string };

/** What came of a try. `later` means refused for now: worth another try, and the same clientId if it is there after all. */
export type Outcome =
  | { kind: 'stored' }
  | { kind: 'unknown' }
  /** Unable: not this message was the reason, the server can do nothing for anybody. */
  | { kind: 'later'; isUnable?: true }
  | { kind: 'refused'; why: string };

/** A code of null means that no answer came. Our own 500 may have come after the commit, so it is no refusal either. */
export function outcomeOf(problem: { code: ErrorCode | null; message: string }): Outcome {
  switch (problem.code) {
    case null:
    case 'internal':
      return { kind: 'unknown' };
    case 'unavailable':
      return { kind: 'later', isUnable: true };
    case 'rate_limited':
    case 'not_signed_in':
      return { kind: 'later' };
    default:
      return { kind: 'refused', why: problem.message };
  }
}

/** What was held up stays so while it is tried again. */
export function sendingAfter(state: OutboxState): OutboxState {
  const isAgain = state.name === 'queued' && state.isHeldUp === true;
  return isAgain ? { name: 'sending', isHeldUp: true } : { name: 'sending' };
}

export function afterTry(outcome: Exclude<Outcome, { kind: 'stored' }>): OutboxState {
  switch (outcome.kind) {
    case 'unknown':
      return { name: 'unconfirmed' };
    case 'later':
      return outcome.isUnable === true ? { name: 'queued', isHeldUp: true } : { name: 'queued' };
    case 'refused':
      return { name: 'failed', why: outcome.why };
  }
}

/**
 * The entries to send now: of each conversation its oldest that was not refused, if that one is waiting. What is uncertain
 * or under way holds back all that was written after it, or they could arrive in another order than they were written.
 */
export function nextToSend(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const open = inOrder(entries).filter((entry) => entry.state.name !== 'failed');
  const oldest = new Map<string, OutboxEntry>();
  for (const entry of open) if (!oldest.has(entry.conversationId)) oldest.set(entry.conversationId, entry);
  return [...oldest.values()].filter((entry) => entry.state.name === 'queued');
}

/** Nothing goes out of this browser, although its connection stands: the server can take nothing at the moment. */
export function isHeldUp(entries: readonly OutboxEntry[]): boolean {
  return entries.some(({ state }) => (state.name === 'queued' || state.name === 'sending') && state.isHeldUp === true);
}

/** A fresh start or a new connection: what was under way or uncertain may go again, under the same clientId. */
export function renewed(entry: OutboxEntry): OutboxEntry {
  const isUncertain = entry.state.name === 'sending' || entry.state.name === 'unconfirmed';
  return isUncertain ? { ...entry, state: { name: 'queued' } } : entry;
}

/** Client ids are made in order, so they are the order of writing. */
export function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return entries.toSorted((a, b) => (a.clientId < b.clientId ? -1 : 1));
}
