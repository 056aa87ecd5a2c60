import { ChatPane } from '#components/conversation/chat-pane.tsx';
import { serverCaller } from '#server/trpc/caller.ts';

interface PageProps {
  params: Promise<{ conversationId: string }>;
}

export default async function ConversationPage({ params }: PageProps) {
  const { conversationId } = await params;
  const caller = await serverCaller();
  const [conversation, page] = await Promise.all([
    firstLook(caller.conversations.get({ conversationId })),
    firstLook(caller.messages.list({ conversationId })),
  ]);
  return <ChatPane seed={conversation && page && { conversation, page }} />;
}

/** Only saves the browser its first question. What can't be read here the page asks for itself, and says why it can't. */
function firstLook<T>(reading: Promise<T>): Promise<T | null> {
  return reading.catch(() => null);
}
