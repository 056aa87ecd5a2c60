import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { readDetailsDocked } from '#components/look/details-docked.ts';
import { ChatShell } from '#components/shell/chat-shell.tsx';

export default async function NewAgentLayout({ children }: { children: ReactNode }) {
  return <ChatShell isDetailsDocked={readDetailsDocked(await cookies())}>{children}</ChatShell>;
}
