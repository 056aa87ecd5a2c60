import type { Metadata } from 'next';
import { AgentSettings } from '#components/agent/agent-settings.tsx';
import { pageText } from '#components/text/page-text.ts';

export const metadata: Metadata = { title: pageText.agent.page };

export default async function AgentSettingsPage({ params }: { params: Promise<{ sandboxId: string }> }) {
  const { sandboxId } = await params;
  return <AgentSettings sandboxId={sandboxId} />;
}
