import { ChatPane } from '#components/conversation/chat-pane.tsx';

export default function ChatPage() {
  return <ChatPane seed={null} />;
}
