'use client';

import type { ReactNode } from 'react';
import type { Conversation } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { agentPath } from '#lib/chat/addresses.ts';
import { useCompany } from '#components/company/company-provider.tsx';
import { useContextUse } from '#components/data/context-use.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { useConnection } from '#components/realtime/event-service-provider.tsx';
import { agentWord } from '#components/text/agent-sentence.ts';
import { clockTime, exactTime, rowTime, shortDate } from '#components/text/times.ts';
import { text } from '#components/text/text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { CopyId } from '#components/ui/copy-id.tsx';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { PresenceDot } from '#components/ui/presence-dot.tsx';
import { ContextMeter } from './context-meter.tsx';

export function Part({ title, count, children }: { title?: string; count?: number; children: ReactNode }) {
  return (
    <section className="border-b border-line px-5 py-4 last:border-0">
      {title !== undefined && (
        <h3 className="mb-2 flex justify-between type-section text-ink-3">
          {title}
          {count !== undefined && <span className="digits">{count}</span>}
        </h3>
      )}
      {children}
    </section>
  );
}

const dots = { online: 'here', idle: 'away', offline: 'gone', unknown: 'gone' } as const;

/** What was last heard of the agent, or that nothing can be heard. */
export function AgentPart({ sandbox }: { sandbox: Sandbox }) {
  const { status } = useConnection();
  const isHeard = status === 'connected' || status === 'connecting';
  const isWriting = useCompany().writing.some((member) => member.kind === 'bot');
  return (
    <Part>
      <div className="flex items-center gap-3">
        <AgentFlag letter={sandbox.flag} size={40} />
        <div className="min-w-0">
          <h2 className="truncate type-head">{sandbox.label}</h2>
          <p className="flex items-baseline gap-1.5 text-ink-2">
            <PresenceDot state={isHeard ? dots[sandbox.bot.presence] : 'gone'} shape="agent" />
            {isHeard ? <PresenceWord sandbox={sandbox} isWriting={isWriting} /> : text.details.notHeard}
          </p>
          {sandbox.mayManage && (
            <PageLink href={agentPath(sandbox.sandboxId)} className="type-caption text-ink-2">
              {text.details.manageAgent}
            </PageLink>
          )}
        </div>
      </div>
    </Part>
  );
}

function PresenceWord({ sandbox, isWriting }: { sandbox: Sandbox; isWriting: boolean }) {
  const { now, timeZone } = useClock();
  const { presence, at } = sandbox.bot;
  const word = agentWord(sandbox);
  if (isWriting) return text.details.andWriting(word);
  if (presence !== 'offline' || at === null || sandbox.status === 'stopped') return word;
  return <span title={exactTime(at, timeZone)}>{text.details.offlineSince(rowTime(at, now, timeZone))}</span>;
}

export function ConversationPart({ conversation }: { conversation: Conversation }) {
  const { timeZone } = useClock();
  const { createdAt, sandboxId } = conversation;
  const use = useContextUse(conversation.conversationId);
  return (
    <Part title={text.details.conversation}>
      <p className="text-ink-3">{text.details.sandbox}</p>
      <CopyId id={sandboxId} />
      <Facts>
        {use !== null && use.model !== null && <Fact name={text.details.model}>{use.model}</Fact>}
        <Fact name={text.details.created}>
          <time dateTime={new Date(createdAt).toISOString()} title={exactTime(createdAt, timeZone)}>
            {shortDate(createdAt, timeZone)}, {clockTime(createdAt, timeZone)}
          </time>
        </Fact>
        {use !== null && (
          <Fact name={text.details.context}>
            <span className="digits">{text.details.contextFigures(use.contextTokens, use.contextWindow)}</span>
          </Fact>
        )}
      </Facts>
      {use !== null && <ContextMeter {...use} />}
    </Part>
  );
}
