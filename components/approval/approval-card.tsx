'use client';

import type { ApprovalBlock } from '#lib/contract/blocks.ts';
import type { Member, Message } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { text } from '#components/text/text.ts';
import { CardView } from './card-view.tsx';
import { outcomeOf, asksFor } from './sentences.ts';
import { standingOf } from './standing.ts';
import { useAnnouncements } from './use-announcements.ts';
import { useDecision } from './use-decision.ts';

interface ApprovalProps {
  message: Message;
  block: ApprovalBlock;
  sandbox: Sandbox | undefined;
  people: readonly Member[];
}

/** What an agent asks, and the answer. */
export function ApprovalCard({ message, block, sandbox, people }: ApprovalProps) {
  const reader = useReader();
  const { decide, ...state } = useDecision(message, block.groupId);
  const standing = standingOf(block, { mayDecide: sandbox?.mayDecide ?? false, tried: state, reader: reader.id });
  const company = { reader, agent: sandbox?.label ?? text.agent.somebody, people };
  const spoken = useAnnouncements({
    key: `${message.id} ${block.groupId}`,
    asks: asksFor(block, company.agent),
    askedAt: message.createdAt,
    expiresAt: block.expiresAt,
    outcome: outcomeOf(standing, company),
  });
  return (
    <>
      <CardView
        {...state}
        block={block}
        standing={standing}
        askedAt={message.createdAt}
        approvers={sandbox?.approvers ?? []}
        company={company}
        onDecide={(value) => void decide(value)}
      />
      <span role="status" className="sr-only">
        {spoken}
      </span>
    </>
  );
}
