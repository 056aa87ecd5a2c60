'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { problemOf } from '#components/data/problem.ts';
import { putSandbox } from '#components/data/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';

const words = pageText.agent;

/** Whether it may work at all, and what stopping it means. What runs elsewhere is restarted there. */
export function AgentRunning({ sandbox }: { sandbox: Sandbox }) {
  const { label, status, statusReason, runtime } = sandbox;
  const { act, busy, problem } = useActs(sandbox.sandboxId);
  const isStopped = status === 'stopped';
  return (
    <Section title={words.running} lede={runtime === 'external' ? words.stopWhyElsewhere : words.stopWhyHere}>
      <p role="status" className="mb-3 wrap-anywhere">
        {isStopped ? words.isStopped(label, statusReason) : words.isStarted(label)}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button busy={busy !== null} onClick={() => void act(isStopped ? 'start' : 'stop')}>
          {isStopped ? words.start(label) : words.stop(label)}
        </Button>
        {!isStopped && runtime !== 'external' && (
          <Button busy={busy !== null} onClick={() => void act('restart')}>
            {words.restart(label)}
          </Button>
        )}
      </div>
      <FormProblem>{problem}</FormProblem>
    </Section>
  );
}

type Act = 'start' | 'stop' | 'restart';

function useActs(sandboxId: string) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<Act | null>(null);
  const [problem, setProblem] = useState<string>();
  const act = async (which: Act) => {
    setBusy(which);
    setProblem(undefined);
    try {
      putSandbox(client, await trpcClient.sandboxes[which].mutate({ sandboxId }));
    } catch (error) {
      setProblem(problemOf(error).message);
    } finally {
      setBusy(null);
    }
  };
  return { act, busy, problem };
}
