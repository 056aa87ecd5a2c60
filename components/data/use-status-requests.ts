'use client';

import { useEffect } from 'react';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { useVisible } from './use-visible.ts';
import { trpcClient } from './trpc.ts';

const everyMs = 15_000;

/**
 * An agent that is reached by request has no open stream that would show it, so it is asked for a sign of life as long as
 * somebody looks and it isn't known to be there. What comes of that is told like any other status; what fails is asked again.
 */
export function useStatusRequests(sandbox: Sandbox | undefined): void {
  const isVisible = useVisible();
  const isAway = sandbox?.status !== 'stopped' && sandbox?.runtime !== 'builtin' && sandbox?.bot.presence !== 'online';
  const sandboxId = isVisible && isAway ? sandbox?.sandboxId : undefined;
  useEffect(() => {
    if (sandboxId === undefined) return;
    const ask = () => void trpcClient.bots.requestStatus.mutate({ sandboxId }).catch(() => undefined);
    ask();
    const timer = setInterval(ask, everyMs);
    return () => clearInterval(timer);
  }, [sandboxId]);
}
