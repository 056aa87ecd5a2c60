'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import { decideLanding } from '#lib/chat/landing.ts';
import { useOwnSandboxes } from '#components/conversation-list/use-new-conversation.ts';
import { useOwnRows } from '#components/conversation-list/use-own-rows.ts';
import { useCreateConversation } from '#components/data/conversation.ts';
import { useConversationList } from '#components/data/conversation-list.ts';
import { problemOf } from '#components/data/problem.ts';
import { useLanding } from '#components/shell/navigation.ts';
import { MainPane } from '#components/shell/main-pane.tsx';
import { text } from '#components/text/text.ts';
import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';
import { Button } from '#components/ui/button.tsx';
import { Standing } from '#components/ui/standing.tsx';
import { ConversationBar } from './conversation-bar.tsx';
import { InPlaceOfLog } from './conversation-states.tsx';

/** The root of the chat: a place to pass through. It opens the most recent conversation, or makes the first one, once. */
export function Landing() {
  const { rows: all, query } = useConversationList();
  const rows = useOwnRows(all);
  const sandboxId = useOwnSandboxes()[0]?.sandboxId ?? null;
  const creation = useCreateConversation();
  const landing = decideLanding({
    isSettled: useStaysHere(),
    list: query.error !== null && rows === null ? 'failed' : rows === null ? 'loading' : 'ready',
    firstConversationId: rows?.[0]?.conversationId ?? null,
    sandboxId,
    hasCreated: !creation.isIdle,
  });
  const next = landing.kind === 'open' ? landing.conversationId : null;
  const toCreate = landing.kind === 'create' ? landing.sandboxId : null;
  const { mutate } = creation;
  const land = useEffectEvent(useLanding());

  useEffect(() => {
    if (next !== null) land(next);
  }, [next]);
  useEffect(() => {
    if (toCreate !== null) mutate({ sandboxId: toCreate });
  }, [toCreate, mutate]);
  const addAgent = useEffectEvent(useReplacing('/claw/new'));
  const isLonely = landing.kind === 'addAgent';
  useEffect(() => {
    if (isLonely) addAgent();
  }, [isLonely]);

  return (
    <MainPane>
      <ConversationBar title={text.product} />
      <InPlaceOfLog>
        <Waiting
          hasAgent={sandboxId !== null}
          isEmpty={rows?.length === 0}
          error={creation.error}
          isStaying={landing.kind === 'stay'}
          onStart={() => sandboxId !== null && mutate({ sandboxId })}
        />
      </InPlaceOfLog>
    </MainPane>
  );
}

/** On the way back one doesn't want to come through here again. */
function useReplacing(path: string): () => void {
  const { replace } = useRouter();
  return () => replace(path);
}

/** After leaving a conversation nobody wants to be thrown straight back into one. */
function useStaysHere(): boolean {
  return useSearchParams().has('suppressAutoOpen');
}

interface WaitingProps {
  hasAgent: boolean;
  isEmpty: boolean;
  isStaying: boolean;
  error: Error | null;
  onStart: () => void;
}

function Waiting({ hasAgent, isEmpty, isStaying, error, onStart }: WaitingProps) {
  if (error !== null) {
    const problem = problemOf(error);
    const why = text.list.createFailed(problem.message);
    return <Broken title={text.conversation.nothing} why={why} requestId={problem.requestId} onRetry={onStart} />;
  }
  if (isEmpty && !hasAgent)
    return <Standing title={text.conversation.noAgent}>{text.conversation.noAgentWhy}</Standing>;
  if (!isStaying) return <Bones widths={[70, 92, 54]} label={text.conversation.loading} />;
  const start = (
    <Button kind="fill" onClick={onStart}>
      {text.conversation.start}
    </Button>
  );
  return (
    <Standing
      title={isEmpty ? text.conversation.nothing : text.conversation.noneOpen}
      {...(hasAgent && { action: start })}
    >
      {isEmpty ? text.conversation.nothingWhy : text.conversation.noneOpenWhy}
    </Standing>
  );
}
