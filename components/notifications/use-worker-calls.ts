'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import { useChatRoot, useGoToConversation } from '#components/shell/navigation.ts';
import { renewSubscription } from './renew-subscription.ts';

interface Call {
  type: 'are-you-there' | 'go' | 'subscription-changed';
  address?: string;
  conversationId?: string;
}

/** What the worker asks of a page: whether it is there, and to go where a notification was pressed. */
export function useWorkerCalls(): void {
  const goToConversation = useGoToConversation();
  const isOwnChat = useChatRoot() === '/claw/chat';
  const { push } = useRouter();
  const hear = useEffectEvent(({ data, ports }: MessageEvent<Call | null>) => {
    if (data?.type === 'are-you-there') ports[0]?.postMessage(true);
    if (data?.type === 'subscription-changed') void renewSubscription();
    if (data?.type !== 'go' || data.address === undefined) return;
    // A person's own chat has everything. From an organization's, the address finds the right one.
    if (data.conversationId !== undefined && isOwnChat) goToConversation(data.conversationId);
    else push(data.address);
  });
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const ends = new AbortController();
    navigator.serviceWorker.addEventListener('message', (event: MessageEvent<Call | null>) => hear(event), ends);
    void renewSubscription();
    return () => ends.abort();
  }, []);
}
