'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { LogItem } from '#lib/chat/message-grouping.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import { readAround } from '#components/data/conversation-log.ts';
import { problemOf } from '#components/data/problem.ts';
import { text } from '#components/text/text.ts';

/** How long what was looked for stands out: long enough to be found by an eye that comes from elsewhere. */
const foundMs = 2_500;

interface Target {
  messageId: string;
}

interface Jump {
  /** The message around which the log stands; null is its end. */
  centre: string | null;
  toEnd: () => void;
  to: (messageId: string) => void;
  /** Brought into the log, and not yet into view. */
  target: Target | null;
  /** Why the last message that was asked for isn't there. */
  problem: string | null;
}

/** Leads to any message of the conversation, whether it is loaded or has to be read first. */
export function useJump(conversationId: string): Jump {
  const client = useQueryClient();
  const [centre, setCentre] = useState<string | null>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const to = useCallback(
    (messageId: string) => {
      setProblem(null);
      readAround(client, conversationId, messageId).then(
        (isThere) => {
          if (!isThere) return setProblem(text.conversation.notHere);
          setCentre(messageId);
          setTarget({ messageId });
        },
        (error: unknown) => {
          const { code, message } = problemOf(error);
          setProblem(code === 'invalid_input' ? text.conversation.notHere : text.conversation.notHereNow(message));
        },
      );
    },
    [client, conversationId],
  );
  const toEnd = useCallback(() => {
    setCentre(null);
    setTarget(null);
    setProblem(null);
  }, []);
  return { centre, toEnd, to, target, problem };
}

interface Arrival {
  items: readonly LogItem<ShownMessage>[];
  target: Target | null;
  isReady: boolean;
  showRow: (key: string) => void;
}

/** Brings the target into view once it is among the items, and says which row it is for as long as it stands out. */
export function useArrival({ items, target, isReady, showRow }: Arrival): string | null {
  const [found, setFound] = useState<string | null>(null);
  const [shown, setShown] = useState<Target | null>(null);
  const key = target === null || target === shown || !isReady ? null : keyOf(items, target.messageId);
  useEffect(() => {
    if (key === null) return;
    showRow(key);
    setShown(target);
    setFound(key);
  }, [key, showRow, target]);
  useEffect(() => {
    if (found === null) return;
    const timer = setTimeout(() => setFound(null), foundMs);
    return () => clearTimeout(timer);
  }, [found]);
  return found;
}

function keyOf(items: readonly LogItem<ShownMessage>[], messageId: string): string | null {
  const item = items.find((one) => one.kind === 'message' && one.message.stored?.id === messageId);
  return item?.key ?? null;
}
