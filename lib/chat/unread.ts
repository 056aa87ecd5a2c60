/** As much of a message as reading needs. */
interface Readable {
  seq: number;
  senderId: string;
  createdAt: number;
}

/** Where the line "New since" stands: before this position, and since when. */
export interface UnreadLine {
  beforeSeq: number;
  since: number;
}

/**
 * The line for a reader who had read up to `lastReadSeq`. "Since" is the time of the last message that they knew: all that
 * is new came after it. Where nothing known is in sight there is no line: everything below would be new.
 */
export function unreadLine(messages: readonly Readable[], lastReadSeq: number, reader: string): UnreadLine | null {
  const index = messages.findIndex((message) => message.seq > lastReadSeq && message.senderId !== reader);
  const first = messages[index];
  const known = messages[index - 1];
  return first === undefined || known === undefined ? null : { beforeSeq: first.seq, since: known.createdAt };
}

/** Others' messages after the last position that was on screen: what the pill counts. */
export function countNew(messages: readonly Readable[], seenSeq: number, reader: string): number {
  return messages.filter((message) => message.seq > seenSeq && message.senderId !== reader).length;
}

/** The message to mark as read, or null when reading has nothing to add. */
export function messageToMark<M extends Readable>(
  messages: readonly M[],
  lastReadSeq: number,
  reader: string,
): M | null {
  const newest = messages.findLast((message) => message.senderId !== reader);
  return newest !== undefined && newest.seq > lastReadSeq ? newest : null;
}
