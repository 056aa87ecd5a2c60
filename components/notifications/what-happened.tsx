'use client';

import type { MouseEvent, ReactNode } from 'react';
import type { ConversationItem } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { agentPath, conversationPath } from '#lib/chat/addresses.ts';
import { whatHappened } from '#lib/chat/what-happened.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { useSandbox, useSandboxes } from '#components/data/sandboxes.ts';
import { useUnreadTotal } from '#components/data/unread.ts';
import { useChatRoot, useGoToConversation, useWay } from '#components/shell/navigation.ts';
import { noticeText } from '#components/text/notice-text.ts';
import { text } from '#components/text/text.ts';
import { AgentFlag } from '#components/ui/agent-flag.tsx';
import { AskBadge, CountBadge } from '#components/ui/counts.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

export function WhatHappened({ onClose, onLeave }: { onClose: () => void; onLeave?: () => void }) {
  const { all } = useConversationList();
  const { waiting, agents, unread } = whatHappened(all ?? [], useSandboxes());
  const shown = [...waiting, ...unread].reduce((sum, row) => sum + (row.muted ? 0 : row.unreadCount), 0);
  const further = Math.max(0, (useUnreadTotal() ?? 0) - shown);
  const isNothing = waiting.length + agents.length + unread.length + further === 0;
  const leave = () => {
    onClose();
    onLeave?.();
  };
  return (
    <Dialog title={noticeText.title} isOpen onClose={onClose}>
      {isNothing && <p className="text-ink-2">{noticeText.nothing}</p>}
      <Group title={noticeText.waiting}>
        {waiting.map((row) => (
          <ConversationLine key={row.conversationId} row={row} isAsking onLeave={leave} />
        ))}
      </Group>
      <Group title={noticeText.agents}>
        {agents.map((agent) => (
          <AgentLine key={agent.sandboxId} agent={agent} onLeave={leave} />
        ))}
      </Group>
      <Group title={noticeText.unread}>
        {unread.map((row) => (
          <ConversationLine key={row.conversationId} row={row} onLeave={leave} />
        ))}
      </Group>
      {further > 0 && <p className="type-caption text-ink-3">{noticeText.more(further)}</p>}
    </Dialog>
  );
}

function Group({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="pb-1 type-section text-ink-3">{title}</h3>
      <ul className="-mx-2">{children}</ul>
    </section>
  );
}

interface ConversationLineProps {
  row: ConversationItem;
  isAsking?: boolean;
  onLeave: () => void;
}

function ConversationLine({ row, isAsking = false, onLeave }: ConversationLineProps) {
  const goToConversation = useGoToConversation();
  const root = useChatRoot();
  const sandbox = useSandbox(row.sandboxId);
  const agent = sandbox?.label ?? text.agent.somebody;
  const go = () => {
    onLeave();
    goToConversation(row.conversationId);
  };
  const asks = text.list.asks(agent, row.waiting[0]?.isCommand === true);
  return (
    <Line href={conversationPath(row.conversationId, root)} onGo={go} flag={sandbox?.flag}>
      <span className="min-w-0 flex-1">
        <span className="block truncate type-label">{row.title ?? text.list.untitled}</span>
        <span className="block truncate type-caption text-ink-2">{isAsking ? asks : (row.preview?.text ?? agent)}</span>
      </span>
      {isAsking ? (
        <AskBadge count={row.waiting.length} word={text.list.needsYou(row.waiting.length)} />
      ) : (
        <CountBadge count={row.unreadCount} word={text.list.unread} />
      )}
    </Line>
  );
}

function AgentLine({ agent, onLeave }: { agent: Sandbox; onLeave: () => void }) {
  const goTo = useWay();
  const path = agent.mayManage ? agentPath(agent.sandboxId) : `/chat/${agent.sandboxId}`;
  const go = () => {
    onLeave();
    goTo(path);
  };
  const { statusReason: why } = agent;
  return (
    <Line href={path} onGo={go} flag={agent.flag}>
      <span className="min-w-0 flex-1">
        <span className="block truncate type-label">{agent.label}</span>
        <span className={`block type-caption wrap-anywhere ${why === null ? 'text-ink-2' : 'text-danger'}`}>
          {why === null ? noticeText.stopped : noticeText.notStarted(why)}
        </span>
      </span>
    </Line>
  );
}

interface LineProps {
  href: string;
  onGo: () => void;
  flag: string | undefined;
  children: ReactNode;
}

function Line({ href, onGo, flag = '', children }: LineProps) {
  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onGo();
  };
  return (
    <li>
      <a
        href={href}
        onClick={go}
        className="flex min-h-(--h-row) items-center gap-2.5 rounded-control px-2 py-1.5 hover:bg-hover"
      >
        <AgentFlag letter={flag} />
        {children}
      </a>
    </li>
  );
}
