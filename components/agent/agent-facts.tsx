'use client';

import { useQuery } from '@tanstack/react-query';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { botAddress } from '#lib/chat/addresses.ts';
import { useStatusRequests } from '#components/data/use-status-requests.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { agentWord } from '#components/text/agent-sentence.ts';
import { listed } from '#components/text/listed.ts';
import { pageText } from '#components/text/page-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { Section } from '#components/ui/section.tsx';
import { useOrigin } from './use-origin.ts';

const dots = { online: 'here', idle: 'away', offline: 'gone', unknown: 'gone' } as const;
const words = pageText.agent;

/** What is known of it and can't be changed here. */
export function AgentFacts({ sandbox }: { sandbox: Sandbox }) {
  const { sandboxId, bot, runtime, ownerName, approvers } = sandbox;
  const origin = useOrigin();
  const abilities = useAbilities(sandboxId);
  useStatusRequests(sandbox);
  return (
    <Section title={words.about}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2 [&>dt]:text-ink-3">
        <dt>{words.state}</dt>
        <dd className="flex items-baseline gap-2">
          <PresenceDot state={dots[bot.presence]} shape="agent" />
          {agentWord(sandbox)}
        </dd>
        <dt>{words.seen}</dt>
        <dd>{bot.at === null ? words.notYet : <Ago at={bot.at} />}</dd>
        <dt>{words.can}</dt>
        <dd>{abilities.length === 0 ? words.cannotTell : abilities.join(', ')}</dd>
        <dt>{words.runtime}</dt>
        <dd>{words.runtimes[runtime]}</dd>
        <dt>{words.owner}</dt>
        <dd className="wrap-anywhere">{ownerName}</dd>
        <dt>{words.approves}</dt>
        <dd className="wrap-anywhere">{listed(approvers, { namedMax: 8 })}</dd>
        <dt>{words.id}</dt>
        <dd>
          <CopyId id={sandboxId} />
        </dd>
        <dt>{words.address}</dt>
        <dd>
          <CopyId id={botAddress(origin, sandboxId)} />
        </dd>
      </dl>
    </Section>
  );
}

/** What it said that it can do. Asked for whenever the page is opened: nothing tells of it. */
function useAbilities(sandboxId: string): readonly string[] {
  const { data } = useQuery({
    queryKey: ['abilities', sandboxId],
    queryFn: async () => (await trpcClient.bots.status.query({ sandboxId })).status.capabilities,
    staleTime: 0,
  });
  return data ?? [];
}
