import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import NewAgentLayout from '#app/(signed-in)/claw/new/layout.tsx';
import { serverCaller } from '#server/trpc/caller.ts';

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ sandboxId: string }>;
}

/** Whoever may not manage it sees what every unknown address shows. */
export default async function AgentLayout({ children, params }: LayoutProps) {
  const { sandboxId } = await params;
  const caller = await serverCaller();
  const { sandboxes } = await caller.sandboxes.list();
  if (!sandboxes.some((sandbox) => sandbox.sandboxId === sandboxId && sandbox.mayManage)) notFound();
  return <NewAgentLayout>{children}</NewAgentLayout>;
}
