'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import type { ReactionToggles } from '#lib/chat/reaction-toggles.ts';
import { useIntentActs } from '#components/composer/intent.tsx';
import { deleteMessage, redeliver, stopMessage } from '#components/data/message-acts.ts';
import { useOutbox } from '#components/data/outbox-provider.tsx';
import { problemOf } from '#components/data/problem.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import type { MessageActs } from '#components/message/acts-context.ts';
import { conversationPath } from '#lib/chat/addresses.ts';
import { askedAgain, questionOf } from './ask-again.ts';

interface ActsOptions {
  toggles: ReactionToggles;
  messages: readonly Message[];
  jump: (messageId: string) => void;
}

interface Acts {
  acts: MessageActs;
  /** The message whose edits are looked at. */
  versionsOf: Message | null;
  closeVersions: () => void;
  /** The row in which it is asked whether its message should go. */
  removalOf: string | null;
  /** Why the last thing that was asked of a message did not come about. */
  problem: string | null;
}

/** What can be done with the messages of one open conversation. */
export function useActs({ toggles, messages, jump }: ActsOptions): Acts {
  const client = useQueryClient();
  const { reply, edit } = useIntentActs();
  const { write } = useOutbox();
  const { id: reader } = useReader();
  const [versionsOf, showVersions] = useState<Message | null>(null);
  const [removalOf, askRemoval] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const attempt = (work: Promise<unknown>) => {
    setProblem(null);
    work.catch((error: unknown) => setProblem(problemOf(error).message));
  };
  // Acts stay the same while messages come, or every one of them would be drawn again.
  const latest = useRef({ messages, write });
  useEffect(() => {
    latest.current = { messages, write };
  }, [messages, write]);

  const acts = useMemo<MessageActs>(
    () => ({
      toggles,
      react: (message, emoji, isThere) => attempt(toggles.toggle(message.id, emoji, isThere)),
      reply,
      edit,
      remove: (message) => deleteMessage(client, message),
      stop: (message) => attempt(stopMessage(message)),
      askAgain: (answer) => {
        const { messages: all, write: send } = latest.current;
        const question = questionOf(answer, all, reader);
        // Somebody else's, or of too long ago to be loaded: what is asked now stands in its own words.
        if (question === undefined) return reply(answer);
        const again = askedAgain(question);
        if (again === null) reply(question);
        else send(answer.conversationId, again);
      },
      redeliver: (message) => attempt(redeliver(message)),
      showVersions,
      jump,
      askRemoval,
      copyText: ({ text }) => void copy(text),
      copyLink: ({ conversationId, id }) =>
        void copy(`${location.origin}${conversationPath(conversationId)}?message=${id}`),
    }),
    [client, toggles, reply, edit, jump, reader],
  );
  return { acts, versionsOf, closeVersions: () => showVersions(null), removalOf, problem };
}

/** Without a secure address there is no clipboard; the text can still be selected, so nothing is said. */
async function copy(words: string): Promise<void> {
  await navigator.clipboard?.writeText(words).catch(() => undefined);
}
