'use client';

import { useIsElsewhere } from '#components/shell/use-is-elsewhere.ts';
import { UnknownConversation } from './conversation-states.tsx';
import { OpenConversation } from './open-conversation.tsx';

/** One conversation. All state of it on screen goes with its key. */
export function ConversationPane({ conversationId }: { conversationId: string }) {
  if (useIsElsewhere(conversationId)) return <UnknownConversation />;
  return <OpenConversation key={conversationId} conversationId={conversationId} />;
}
