'use client';

import type { AdminDeliveryDetail } from '#lib/contract/admin/deliveries.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { DeedButton } from '../deed-button.tsx';
import { EndpointActs, useSeen } from './endpoint-acts.tsx';

const words = operationsText.deliveries;

/** What an operator can do with a delivery, and with where it was to go. */
export function DeliveryActs({ detail }: { detail: AdminDeliveryDetail }) {
  const seen = useSeen();
  const { id: deliveryId, state, isMessageDeleted } = detail;
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
      <EndpointActs standing={detail} />
    </div>
  );
}
