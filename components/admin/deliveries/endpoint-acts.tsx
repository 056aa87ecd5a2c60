'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { AdminEndpointStanding } from '#lib/contract/admin/deliveries.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { DeedButton } from '../deed-button.tsx';

const words = operationsText.deliveries;

/** Once it is done, it is looked at again. */
export function useSeen(): (done: Promise<unknown>) => Promise<void> {
  const client = useQueryClient();
  return (done) => done.then(() => client.invalidateQueries({ queryKey: ['admin'] }));
}

/** What an operator can do with all that an agent is to hear: make what was given up go again, and close its endpoint. */
export function EndpointActs({ standing: { sandbox, endpoint, dead } }: { standing: AdminEndpointStanding }) {
  const seen = useSeen();
  const { id: sandboxId, label } = sandbox;
  const isOff = endpoint?.disabled?.why === 'operator';
  return (
    <>
      {dead > 0 && (
        <DeedButton
          deed={{
            title: words.replayAllTitle,
            what: words.replayAllWhat(label),
            act: words.replayAll,
            acting: words.replaying,
            run: (reason) => seen(trpcClient.admin.replayDead.mutate({ sandboxId, reason })),
          }}
        >
          {words.replayAll}
        </DeedButton>
      )}
      {endpoint !== null && endpoint.disabled !== null && (
        <DeedButton
          deed={{
            title: words.enable,
            what: words.enableWhat(label),
            act: words.enable,
            acting: words.enabling,
            run: (reason) => seen(trpcClient.admin.enableEndpoint.mutate({ sandboxId, reason })),
          }}
        >
          {words.enable}
        </DeedButton>
      )}
      {endpoint !== null && !isOff && (
        <DeedButton
          deed={{
            title: words.disable,
            what: words.disableWhat(label),
            act: words.disable,
            acting: words.disabling,
            isDanger: true,
            run: (reason) => seen(trpcClient.admin.disableEndpoint.mutate({ sandboxId, reason })),
          }}
        >
          {words.disable}
        </DeedButton>
      )}
    </>
  );
}
