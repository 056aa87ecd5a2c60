import { notFound, redirect } from 'next/navigation';
import { conversationPath, rootOf } from '#lib/chat/addresses.ts';
import { serverCaller } from '#server/trpc/caller.ts';

interface PageProps {
  params: Promise<{ sandboxId: string; conversationId?: string[] }>;
}

/** The address in notifications: it names the agent, and the conversation where there is one. */
export default async function NotifiedPage({ params }: PageProps) {
  const { sandboxId, conversationId: [conversationId, ...more] = [] } = await params;
  const caller = await serverCaller();
  const { sandboxes } = await caller.sandboxes.list();
  const sandbox = sandboxes.find((one) => one.sandboxId === sandboxId);
  if (sandbox === undefined || more.length > 0) notFound();
  const root = rootOf(sandbox.organizationId);
  redirect(conversationId === undefined ? `${root}?suppressAutoOpen=1` : conversationPath(conversationId, root));
}
