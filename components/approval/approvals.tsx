'use client';

import dynamic from 'next/dynamic';
import type { ApprovalBlock, Block } from '#lib/contract/blocks.ts';
import type { Member, Message } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';

/** On the server's page it is drawn at once; elsewhere its code comes with the first one that there is. */
const ApprovalCard = dynamic(() => import('./approval-card.tsx').then((module) => module.ApprovalCard), {
  loading: () => <div className="-mx-3 min-h-24 rounded-block border border-line max-md:-mx-2" />,
});

/** What a message asks to be allowed, below its words. */
export function Approvals({ message, sandbox, people }: ApprovalsProps) {
  const blocks = message.content.filter(isApproval);
  if (blocks.length === 0) return null;
  return (
    <div className="mt-3 mb-2 grid gap-3 first:mt-0">
      {blocks.map((block) => (
        <ApprovalCard key={block.groupId} message={message} block={block} sandbox={sandbox} people={people} />
      ))}
    </div>
  );
}

interface ApprovalsProps {
  message: Message;
  sandbox: Sandbox | undefined;
  people: readonly Member[];
}

function isApproval(block: Block): block is ApprovalBlock {
  return block.type === 'actions';
}
