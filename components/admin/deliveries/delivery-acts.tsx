'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { AdminDeliveryDetail } from '#lib/contract/admin/deliveries.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { DeedButton } from '../deed-button.tsx';

const words = operationsText.deliveries;

/** What an operator can do with a delivery and the endpoint that it was to go to. Once it is done, it is looked at again. */
export function DeliveryActs({ detail }: { detail: AdminDeliveryDetail }) {
  const client = useQueryClient();
  const { id: deliveryId, state, sandbox, endpoint, dead, isMessageDeleted } = detail;
  const { id: sandboxId, label } = sandbox;
  const seen = (done: Promise<unknown>) => done.then(() => client.invalidateQueries({ queryKey: ['admin'] }));
  const isOff = endpoint?.disabled?.why === 'operator';
  return (
    <div className="mt-6 flex flex-wrap gap-2">
      {state === 'dead' && !isMessageDeleted && (
        <DeedButton
          deed={{
            title: words.replayTitle,
            what: words.replayWhat,
            act: words.replay,
            acting: words.replaying,
            run: (reason) => seen(trpcClient.admin.replayDelivery.mutate({ deliveryId, reason })),
          }}
        >
          {words.replay}
        </DeedButton>
      )}
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
    </div>
  );
}
