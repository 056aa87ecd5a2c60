'use client';

import { createContext, use } from 'react';
import type { Message } from '#lib/contract/chat.ts';
import type { ShownMessage } from '#lib/chat/optimistic-messages.ts';
import type { ReactionToggles } from '#lib/chat/reaction-toggles.ts';
import { must } from '#lib/std/must.ts';

/** What can be done with a message. The same object as long as the conversation is open: a row doesn't wait for news of it. */
export interface MessageActs {
  toggles: ReactionToggles;
  react(message: Message, emoji: string, isThere: boolean): void;
  reply(message: Message): void;
  edit(message: Message): void;
  remove(message: Message): Promise<void>;
  stop(message: Message): void;
  /** Sends once more what was asked before an answer that broke off. */
  askAgain(message: Message): void;
  redeliver(message: Message): void;
  showVersions(message: Message): void;
  /** Brings a message into view, whether it is loaded or not. */
  jump(messageId: string): void;
  /** The question whether a message should go stands in its own place. */
  askRemoval(key: string | null): void;
  copyText(message: ShownMessage): void;
  copyLink(message: Message): void;
}

export const MessageActsContext = createContext<MessageActs | null>(null);

export function useMessageActs(): MessageActs {
  return must(use(MessageActsContext), 'a log around its messages');
}
