import type { ReactNode } from 'react';
import { ChatShell } from '#components/shell/chat-shell.tsx';

export default function ChatLayout({ children }: { children: ReactNode }) {
  return <ChatShell>{children}</ChatShell>;
}
