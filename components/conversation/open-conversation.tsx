'use client';

import { useEffect } from 'react';
import { useConversation } from '#components/data/conversation.ts';
import { useConversationLog } from '#components/data/conversation-log.ts';
import { useConversationRow } from '#components/data/conversation-list.ts';
import { problemOf } from '#components/data/problem.ts';
import { useSandbox } from '#components/data/sandboxes.ts';
import { Composer } from '#components/composer/composer.tsx';
import { Details } from '#components/details/details.tsx';
import { useLiveConversation } from '#components/realtime/use-live-conversation.ts';
import { MainPane } from '#components/shell/main-pane.tsx';
import { text } from '#components/text/text.ts';
import { AgentState } from './agent-state.tsx';
import { BrokenConversation, LoadingConversation, UnknownConversation } from './conversation-states.tsx';
import { ConversationBar } from './conversation-bar.tsx';
import { LogView } from './log-view.tsx';

export function OpenConversation({ conversationId }: { conversationId: string }) {
  const conversation = useConversation(conversationId);
  const { query: log } = useConversationLog(conversationId);
  const row = useConversationRow(conversationId);
  const sandbox = useSandbox(conversation.data?.sandboxId ?? row?.sandboxId);
  const title = row?.title ?? conversation.data?.title ?? text.conversation.untitled;
  const error = conversation.error ?? log.error;
  const isLoaded = conversation.data !== undefined && log.data !== undefined;

  const isCaughtUp = useLiveConversation(conversation.data?.sandboxId, conversationId, isLoaded);
  useTitle(isLoaded ? title : text.product);

  if (error !== null && !isLoaded) {
    const problem = problemOf(error);
    const isUnknown = problem.code === 'not_found' || problem.code === 'invalid_input';
    const retry = () => {
      void conversation.refetch();
      void log.refetch();
    };
    return isUnknown ? <UnknownConversation /> : <BrokenConversation problem={problem} onRetry={retry} />;
  }
  const agent = sandbox?.label ?? text.agent.somebody;
  return (
    <>
      <MainPane>
        <ConversationBar
          title={title}
          {...(sandbox !== undefined && { state: <AgentState sandbox={sandbox} /> })}
          hasDetails={conversation.data !== undefined}
        />
        {isLoaded ? (
          <LogView conversation={conversation.data} log={log.data.log} sandbox={sandbox} isCaughtUp={isCaughtUp} />
        ) : (
          <LoadingConversation />
        )}
        <Composer conversationId={conversationId} agent={agent} sandbox={sandbox} />
      </MainPane>
      {conversation.data !== undefined && <Details conversation={conversation.data} sandbox={sandbox} />}
    </>
  );
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === text.product ? title : `${title} · ${text.product}`;
  }, [title]);
}
