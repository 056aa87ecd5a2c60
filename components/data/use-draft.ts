'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { isLocalNewer, takesOver } from '#lib/chat/drafts.ts';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { useConversationRow } from './conversation-list.ts';
import { keepDraft, readDraft } from './drafts.ts';
import { useReader } from './reader-provider.tsx';
import { readSavedDraft, saveDraft } from './saved-drafts.ts';

/** How long nobody has typed before the other devices are told. */
const quietMs = 1_000;

interface Draft {
  draft: string;
  setDraft(text: string): void;
  /** Nobody types any more: it is saved now, and may be taken over from another device. */
  settle(): void;
}

/**
 * What is being written in a conversation, on all of a person's devices: kept here with every key, saved when the keys
 * rest. The newest wins, and nothing takes the place of what is being typed.
 */
export function useDraft(conversationId: string): Draft {
  const client = useQueryClient();
  const { id: userId } = useReader();
  const told = useConversationRow(conversationId)?.personalSeq ?? 0;
  const { status } = useConnection();
  const [draft, show] = useState('');
  const [isTyping, setTyping] = useState(false);
  const shownSeq = useRef(0);

  // After the first paint: the server's page must be the browser's, and this browser may have something newer.
  useEffect(() => {
    const local = readDraft(userId, conversationId);
    shownSeq.current = local.seq;
    show(local.text);
  }, [userId, conversationId]);

  const takeOver = useEffectEvent(async (isWanted: () => boolean) => {
    const local = readDraft(userId, conversationId);
    if (!takesOver({ told, shownSeq: shownSeq.current, local, isTyping })) return;
    const newest = isLocalNewer(local, { personalSeq: told })
      ? local
      : await readSavedDraft(client, conversationId, told);
    if (!isWanted() || !readDraft(userId, conversationId).isSaved) return;
    shownSeq.current = newest.seq;
    keepDraft(userId, conversationId, newest);
    show(newest.text);
  });
  useEffect(() => {
    let isWanted = true;
    takeOver(() => isWanted).catch(() => undefined);
    return () => void (isWanted = false);
  }, [told, isTyping, conversationId]);

  const save = () => void saveDraft(client, userId, conversationId);
  const saveLater = useEffectEvent(save);
  // What was typed without a connection is saved with the next one.
  useEffect(() => {
    if (status === 'connected') saveLater();
  }, [status]);
  useEffect(() => {
    if (draft === '') return;
    const timer = setTimeout(saveLater, quietMs);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => () => void saveDraft(client, userId, conversationId), [client, userId, conversationId]);

  return {
    draft,
    setDraft(text) {
      show(text);
      setTyping(text !== '');
      keepDraft(userId, conversationId, { text, seq: Math.max(told, shownSeq.current), isSaved: false });
      // What was sent is no draft any more, on no device.
      if (text === '') save();
    },
    settle() {
      setTyping(false);
      save();
    },
  };
}
