'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ulid } from 'ulid';
import type { Decision } from '#lib/contract/blocks.ts';
import type { Message } from '#lib/contract/chat.ts';
import { putInLog } from '#components/data/conversation-log.ts';
import { isRefusal, problemOf } from '#components/data/problem.ts';
import { serverTime } from '#components/data/server-time.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { approvalText as words } from '#components/text/approval-text.ts';
import { persist } from './persist.ts';
import type { Tried } from './standing.ts';

interface DecisionState extends Tried {
  /** What was pressed and isn't answered yet. Never shown as decided before the server has said so. */
  deciding: Decision | null;
  problem: string | null;
}

const untouched: DecisionState = { deciding: null, problem: null, lostAt: null, isExpired: false };

/** One question's answer, from here. */
export function useDecision(message: Message, groupId: string) {
  const client = useQueryClient();
  const [state, setState] = useState(untouched);
  const isBusy = useRef(false);
  /** Of what was pressed and may have counted: pressed again, it is the same decision. */
  const operations = useRef(new Map<Decision, string>());

  async function decide(value: Decision): Promise<void> {
    if (isBusy.current) return;
    isBusy.current = true;
    const pressedAt = serverTime.now();
    setState({ ...untouched, deciding: value });
    setState(await answer(value, pressedAt));
    isBusy.current = false;
  }

  async function answer(value: Decision, pressedAt: number): Promise<DecisionState> {
    const operationId = operations.current.get(value) ?? ulid();
    operations.current.set(value, operationId);
    const { conversationId, id: messageId } = message;
    const wasOffline = !navigator.onLine;
    try {
      const asked = { conversationId, messageId, groupId, value, operationId };
      const done = await persist(() => trpcClient.messages.executeAction.mutate(asked), persistence);
      operations.current.clear();
      putInLog(client, done.message);
      return untouched;
    } catch (error) {
      if (!isRefusal(error)) return { ...untouched, problem: wasOffline ? words.offline : words.noAnswer };
      operations.current.clear();
      return await refused(error, pressedAt);
    }
  }

  /** How it stands instead. The event that tells it may be late, and what the reader has pressed is answered now. */
  async function refused(error: unknown, pressedAt: number): Promise<DecisionState> {
    const { conversationId, id: messageId } = message;
    const { code, message: why } = problemOf(error);
    const stands = await trpcClient.messages.get.query({ conversationId, messageId }).catch(() => null);
    if (stands !== null) putInLog(client, stands);
    if (code === 'approval_decided') return { ...untouched, lostAt: pressedAt };
    if (code === 'approval_expired') return { ...untouched, isExpired: true };
    return { ...untouched, problem: words.refused(why) };
  }

  return { ...state, decide };
}

const persistence = {
  isAnswer: isRefusal,
  isOffline: () => !navigator.onLine,
  now: () => Date.now(),
  wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};
