'use client';

import { useMemo, useState } from 'react';
import type { Conversation, Message } from '#lib/contract/chat.ts';
import type { UnreadLine } from '#lib/chat/unread.ts';
import { messageToMark, unreadLine } from '#lib/chat/unread.ts';
import { useConversationRow } from '#components/data/conversation-list.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useReadMark } from './use-read-mark.ts';
import { useVisible } from '#components/data/use-visible.ts';

interface ReadingOptions {
  conversation: Conversation;
  messages: readonly Message[];
  isPinned: boolean;
  /** Up to there things happened before the conversation was opened; null while that isn't known. */
  missedUpTo: number | null;
}

/** Where reading stands. What is at the end of a page that is looked at is read. */
export function useReading({ conversation, messages, isPinned, missedUpTo }: ReadingOptions): UnreadLine | null {
  const { conversationId } = conversation;
  const reader = useReader();
  const row = useConversationRow(conversationId);
  const lastReadSeq = Math.max(conversation.lastReadSeq, row?.lastReadSeq ?? 0);
  const isVisible = useVisible();
  const isLooking = isVisible && isPinned;
  useReadMark(conversationId, isLooking ? messageToMark(messages, lastReadSeq, reader.id) : null);
  return useUnreadLine({ messages, lastReadSeq, isVisible, isLooking, missedUpTo });
}

interface LineOptions {
  messages: readonly Message[];
  lastReadSeq: number;
  isVisible: boolean;
  isLooking: boolean;
  missedUpTo: number | null;
}

/**
 * The line stands before what was new when the conversation was opened, or when it was last looked away from, and stays
 * there. What arrives while one looks at the end makes no line.
 */
function useUnreadLine({ messages, lastReadSeq, isVisible, isLooking, missedUpTo }: LineOptions): UnreadLine | null {
  const { id: reader } = useReader();
  const newest = messages.at(-1)?.seq ?? 0;
  const [cursor, setCursor] = useState(lastReadSeq);
  const [hasLine, setHasLine] = useState(() => unreadLine(messages, lastReadSeq, reader) !== null);
  const [wasVisible, setWasVisible] = useState(isVisible);
  const [wasLooking, setWasLooking] = useState(isLooking);
  const line = useMemo(() => unreadLine(messages, cursor, reader), [messages, cursor, reader]);

  if (wasLooking !== isLooking || wasVisible !== isVisible) {
    setWasLooking(isLooking);
    setWasVisible(isVisible);
    if (wasLooking && !isVisible) {
      setCursor(newest);
      setHasLine(false);
    }
  } else if (!hasLine && line !== null && (!isLooking || missedUpTo === null || line.beforeSeq <= missedUpTo)) {
    setHasLine(true);
  } else if (!hasLine && isLooking && missedUpTo !== null && newest > cursor) setCursor(newest);
  return line;
}
