'use client';

import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useSandbox } from '#components/data/sandboxes.ts';
import { KeyList } from '#components/settings/key-list.tsx';
import { keysOfAgent } from '#components/settings/keys-data.ts';
import { pageText } from '#components/text/page-text.ts';
import { Section } from '#components/ui/section.tsx';
import { AgentFacts } from './agent-facts.tsx';
import { AgentNameForm } from './agent-name-form.tsx';
import { AgentPage } from './agent-page.tsx';
import { AgentRunning } from './agent-running.tsx';
import { DestroyAgent } from './destroy-agent.tsx';
import { AgentEndpoint } from './endpoint/agent-endpoint.tsx';

export function AgentSettings({ sandboxId }: { sandboxId: string }) {
  const sandbox = useSandbox(sandboxId);
  if (sandbox === undefined) {
    return (
      <AgentPage title={pageText.agent.page}>
        <p className="text-ink-2">{pageText.agent.gone}</p>
      </AgentPage>
    );
  }
  return (
    <AgentPage title={pageText.agent.title(sandbox.label)}>
      <AgentNameForm sandbox={sandbox} />
      <AgentFacts sandbox={sandbox} />
      <AgentRunning sandbox={sandbox} />
      <AgentKeys sandbox={sandbox} />
      {sandbox.runtime !== 'builtin' && <AgentEndpoint sandboxId={sandboxId} />}
      <DestroyAgent sandbox={sandbox} />
    </AgentPage>
  );
}

/** The agent that comes with the box makes its own key at every start, and nobody else needs one. */
function AgentKeys({ sandbox: { sandboxId, runtime } }: { sandbox: Sandbox }) {
  if (runtime === 'builtin') return null;
  return (
    <Section title={pageText.settings.keys} lede={pageText.agent.keysWhy}>
      <KeyList ring={keysOfAgent(sandboxId)} />
    </Section>
  );
}
