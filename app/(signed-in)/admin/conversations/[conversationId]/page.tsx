import type { Metadata } from 'next';
import { ConversationPage } from '#components/admin/conversations/conversation-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.conversations.one };

export default async function Conversation({ params }: { params: Promise<{ conversationId: string }> }) {
  const { conversationId } = await params;
  return <ConversationPage conversationId={conversationId} />;
}
