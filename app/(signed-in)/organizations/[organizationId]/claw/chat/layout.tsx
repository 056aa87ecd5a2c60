import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import ChatLayout from '#app/(signed-in)/claw/chat/layout.tsx';
import { serverCaller } from '#server/trpc/caller.ts';

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ organizationId: string }>;
}

/** Whoever may write to none of its agents sees what every unknown address shows. */
export default async function OrganizationChatLayout({ children, params }: LayoutProps) {
  const { organizationId } = await params;
  const caller = await serverCaller();
  const { sandboxes } = await caller.sandboxes.list();
  if (!sandboxes.some((sandbox) => sandbox.organizationId === organizationId)) notFound();
  return <ChatLayout>{children}</ChatLayout>;
}
