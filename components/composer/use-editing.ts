'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import type { Conflict } from '#lib/contract/errors.ts';
import { textOfBlocks } from '#lib/chat/text-of-blocks.ts';
import { saveEdit } from '#components/data/message-acts.ts';
import { problemOf } from '#components/data/problem.ts';
import { useIntent, useIntentActs } from './intent.tsx';

export interface Editing {
  message: Message;
  words: string;
  setWords: (words: string) => void;
  isSaving: boolean;
  /** Why the last try failed. */
  why: string | null;
  /** What stands there instead of what the writer had before them, once that is known. */
  conflict: Conflict | null;
  isConflictOpen: boolean;
  setConflictOpen: (isOpen: boolean) => void;
  save: (words?: string) => Promise<void>;
}

interface Try {
  isSaving: boolean;
  why: string | null;
  refused: Conflict | null;
}

const untried: Try = { isSaving: false, why: null, refused: null };

/** Another text for one of one's own messages, in the composer's field; null while something new is written. */
export function useEditing(find: (messageId: string) => Message | undefined): Editing | null {
  const client = useQueryClient();
  const intent = useIntent();
  const { leave } = useIntentActs();
  const message = intent.kind === 'edit' ? intent.message : null;
  const [begun, setBegun] = useState<Message | null>(null);
  const [words, setWords] = useState('');
  const [last, setLast] = useState<Try>(untried);
  const [isConflictOpen, setConflictOpen] = useState(false);

  if (message !== begun) {
    setBegun(message);
    setWords(message === null ? '' : textOfBlocks(message.content));
    setLast(untried);
    setConflictOpen(false);
  }
  if (message === null) return null;

  const conflict = newest(last.refused, conflictOf(message, find(message.id)));
  const save = async (chosen = words.trim()) => {
    const isKnown = chosen !== words.trim() || isConflictOpen;
    if (conflict !== null && !isKnown) return setConflictOpen(true);
    if (conflict === null && chosen === textOfBlocks(message.content).trim()) return leave();
    setLast({ ...last, isSaving: true, why: null });
    try {
      await saveEdit(client, { message, text: chosen, expectedVersion: (conflict ?? message).version });
      leave();
    } catch (error) {
      const problem = problemOf(error);
      setLast({
        isSaving: false,
        why: problem.conflict ? null : problem.message,
        refused: problem.conflict ?? conflict,
      });
      if (problem.conflict !== null) setConflictOpen(true);
    }
  };
  return { message, words, setWords, ...last, conflict, isConflictOpen, setConflictOpen, save };
}

/** The message has become another one since the writer began. */
function conflictOf(begun: Message, now: Message | undefined): Conflict | null {
  if (now === undefined || now.version <= begun.version || now.deleted) return null;
  return { version: now.version, content: now.content };
}

function newest(a: Conflict | null, b: Conflict | null): Conflict | null {
  if (a === null || b === null) return a ?? b;
  return b.version > a.version ? b : a;
}
