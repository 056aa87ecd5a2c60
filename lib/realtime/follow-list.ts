import type { WireEvent } from '../contract/events.ts';
import type { SocketErrorCode } from '../protocol/down.ts';
import { unknownConversations, type ConversationList } from './apply-list-event.ts';
import type { RealtimeClient } from './client.ts';

/** Where a list is kept, and how it is read. */
export interface ListStore {
  /** Undefined until it was read. */
  known(): ConversationList | undefined;
  apply(event: WireEvent): void;
  /** One row, into the list. */
  readRow(conversationId: string): Promise<unknown>;
  /** The newest page, and what is unread beyond it. */
  readAll(): void;
  /** What is known is older than the log: the next page that is read is all there is. */
  lose(): void;
  /** The reader may look at this no more, and at nothing that it told of. */
  drop(context: string): void;
}

/** The contexts of one connection are answered this close to each other. */
const settleMs = 50;

/**
 * Keeps a list true by what is told under these contexts, until the answer is called. Every connection reads it again, one
 * that resumes as well: what is said in conversations that aren't open is told and kept nowhere.
 */
export function followList(
  service: Pick<RealtimeClient, 'subscribe'>,
  contexts: readonly string[],
  store: ListStore,
): () => void {
  let reading: ReturnType<typeof setTimeout> | undefined;
  // Once, after the last context: what was asked for before may be older than that.
  const readAgain = () => {
    clearTimeout(reading);
    reading = setTimeout(() => store.readAll(), settleMs);
  };
  const onEvent = (event: WireEvent) => {
    store.apply(event);
    const conversationId = 'conversationId' in event.payload ? event.payload.conversationId : null;
    if (conversationId === null || !(isBeginning(event) || needsReading(store.known(), conversationId))) return;
    // A failure is no news: the next event of this conversation asks again.
    store.readRow(conversationId).catch(() => undefined);
  };
  const onResync = () => {
    store.lose();
    readAgain();
  };
  const ends = contexts.map((context) => {
    const onRefused = (code: SocketErrorCode) => code === 'forbidden' && store.drop(context);
    return service.subscribe(context, { onEvent, onResync, onSubscribed: readAgain, onRefused });
  });
  return () => {
    clearTimeout(reading);
    for (const end of ends) end();
  };
}

/**
 * Somebody was let in, perhaps this reader: what they had set before is in no event, and what was said between their coming
 * and this was told to those only who were there before.
 */
function isBeginning({ event }: WireEvent): boolean {
  return event === 'conversation.created';
}

/** A conversation that no page has shown, or one that gets its title from a message about now. */
function needsReading(list: ConversationList | undefined, conversationId: string): boolean {
  if (list === undefined) return false;
  const isUntitled = list.rows[conversationId]?.snapshot?.title === null;
  return isUntitled || unknownConversations(list).includes(conversationId);
}
