'use client';

import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { agentSentence } from '#components/text/agent-sentence.ts';
import { PresenceDot } from '#components/ui/presence-dot.tsx';

const dots = { online: 'here', idle: 'away', offline: 'gone', unknown: 'gone' } as const;

/** What was last heard of the agent, and so nothing while nothing can be heard. */
export function AgentState({ sandbox }: { sandbox: Sandbox }) {
  const { status } = useConnection();
  if (status !== 'connected' && status !== 'connecting') return null;
  return (
    <span className="inline-flex items-center gap-1.5 type-caption whitespace-nowrap text-ink-2">
      <PresenceDot state={dots[sandbox.bot.presence]} shape="agent" />
      {agentSentence(sandbox)}
    </span>
  );
}
