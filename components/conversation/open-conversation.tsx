'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Member } from '#lib/contract/chat.ts';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { Company } from '#lib/chat/company.ts';
import { FilesProvider } from '#components/attachment/files-provider.tsx';
import { CompanyProvider } from '#components/company/company-provider.tsx';
import { useConversation, useMembers } from '#components/data/conversation.ts';
import { useConversationLog } from '#components/data/conversation-log.ts';
import { useConversationRow } from '#components/data/conversation-list.ts';
import { createToggles } from '#components/data/message-acts.ts';
import { problemOf } from '#components/data/problem.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { useStatusRequests } from '#components/data/use-status-requests.ts';
import { useSandbox } from '#components/data/sandboxes.ts';
import { Composer } from '#components/composer/composer.tsx';
import { IntentProvider } from '#components/composer/intent.tsx';
import { Details } from '#components/details/details.tsx';
import { PushPrompt } from '#components/notifications/push-prompt.tsx';
import { Presence } from '#components/realtime/presence.tsx';
import { useLiveConversation } from '#components/realtime/use-live-conversation.ts';
import { MainPane } from '#components/shell/main-pane.tsx';
import { text } from '#components/text/text.ts';
import { BarPeople, BarState } from './bar-company.tsx';
import { BrokenConversation, LoadingConversation, UnknownConversation } from './conversation-states.tsx';
import { ConversationBar } from './conversation-bar.tsx';
import { LogView } from './log-view.tsx';

export function OpenConversation({ conversationId }: { conversationId: string }) {
  const reader = useReader();
  const conversation = useConversation(conversationId);
  const log = useConversationLog(conversationId);
  const row = useConversationRow(conversationId);
  const sandboxId = conversation.data?.sandboxId;
  const sandbox = useSandbox(sandboxId ?? row?.sandboxId);
  const title = row?.title ?? conversation.data?.title ?? text.conversation.untitled;
  const error = conversation.error ?? log.error;
  const isLoaded = conversation.data !== undefined && log.data !== undefined;

  const [company] = useState(() => new Company(reader.id));
  const members = useNamed(useMembers(conversationId), sandbox);
  const current = useMemo(
    () => conversation.data && { ...conversation.data, members: [...members] },
    [conversation.data, members],
  );
  const [toggles] = useState(() => createToggles(conversationId, reader.id));
  const missedUpTo = useLiveConversation({ sandboxId, conversationId, isLoaded, company, toggles });
  useTitle(isLoaded ? title : text.product);
  useStatusRequests(sandbox);

  if (error !== null && !isLoaded) {
    const problem = problemOf(error);
    const isUnknown = problem.code === 'not_found' || problem.code === 'invalid_input';
    const retry = () => {
      void conversation.refetch();
      void log.refetch();
    };
    return isUnknown ? <UnknownConversation /> : <BrokenConversation problem={problem} onRetry={retry} />;
  }
  const lastOwn =
    log.data?.log.messages.findLast(({ senderId, deleted }) => senderId === reader.id && !deleted) ?? null;
  const agent = sandbox?.label ?? text.agent.somebody;
  return (
    <CompanyProvider company={company} members={members}>
      <IntentProvider>
        {sandboxId !== undefined && <Looking sandboxId={sandboxId} conversationId={conversationId} />}
        <FilesProvider conversationId={conversationId}>
          <MainPane>
            <ConversationBar
              title={title}
              state={<BarState sandbox={sandbox} />}
              people={<BarPeople />}
              hasDetails={conversation.data !== undefined}
            />
            {isLoaded ? (
              <LogView
                conversation={conversation.data}
                loaded={log.data}
                people={members}
                sandbox={sandbox}
                toggles={toggles}
                missedUpTo={missedUpTo}
              />
            ) : (
              <LoadingConversation />
            )}
            <PushPrompt />
            <Composer
              conversationId={conversationId}
              agent={agent}
              sandbox={sandbox}
              people={members}
              find={(messageId) => log.data?.log.known.get(messageId)?.message ?? undefined}
              lastOwn={lastOwn}
            />
          </MainPane>
        </FilesProvider>
        <Details conversation={current} sandbox={sandbox} />
      </IntentProvider>
    </CompanyProvider>
  );
}

/** Whoever looks at a conversation looks at its agent too. */
function Looking({ sandboxId, conversationId }: { sandboxId: string; conversationId: string }) {
  return (
    <>
      <Presence of={{ kind: 'sandbox', sandboxId }} />
      <Presence of={{ kind: 'conversation', sandboxId, conversationId }} />
    </>
  );
}

/** The agent goes by the name that its owner gave it. */
function useNamed(members: readonly Member[], sandbox: Sandbox | undefined): readonly Member[] {
  const label = sandbox?.label;
  return useMemo(
    () => members.map((member) => (member.kind === 'bot' && label ? { ...member, displayName: label } : member)),
    [members, label],
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === text.product ? title : `${title} · ${text.product}`;
  }, [title]);
}
