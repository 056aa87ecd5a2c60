'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { Sandbox } from '#lib/contract/sandboxes.ts';
import { dropSandbox } from '#components/data/sandboxes.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { TypedDeed } from '#components/form/typed-deed.tsx';
import { useWay } from '#components/shell/navigation.ts';
import { pageText } from '#components/text/page-text.ts';

const words = pageText.agent;

export function DestroyAgent({ sandbox: { sandboxId, label } }: { sandbox: Sandbox }) {
  const destroy = useDestroy(sandboxId);
  return (
    <TypedDeed
      act={words.destroy(label)}
      acting={words.destroying}
      why={words.destroyWhy}
      open={words.destroyOpen}
      label={words.destroyTyped(sandboxId)}
      wanted={sandboxId}
      wrong={words.destroyTypedWrong}
      onSure={destroy}
    />
  );
}

/** Its conversations leave the list by their events. */
function useDestroy(sandboxId: string): () => Promise<void> {
  const client = useQueryClient();
  const goTo = useWay();
  return async () => {
    await trpcClient.sandboxes.destroy.mutate({ sandboxId });
    goTo('/claw/chat');
    dropSandbox(client, sandboxId);
  };
}
