import type { Metadata } from 'next';
import { ConversationsPage } from '#components/admin/conversations/conversations-page.tsx';
import { operationsText } from '#components/text/operations-text.ts';

export const metadata: Metadata = { title: operationsText.conversations.title };

export default function Conversations() {
  return <ConversationsPage />;
}
