'use client';

import { useQuery } from '@tanstack/react-query';
import type { AdminEndpointStanding } from '#lib/contract/admin/deliveries.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { About, Fact } from '../table/about.tsx';
import { EndpointActs } from './endpoint-acts.tsx';

const words = operationsText.deliveries;

/** Over the deliveries of one agent: where they go, and what can be done with all of them. Nothing for an id of none. */
export function EndpointStanding({ sandboxId }: { sandboxId: string }) {
  const { data } = useQuery({
    queryKey: ['admin', 'endpoint', sandboxId],
    queryFn: () => trpcClient.admin.endpoint.query({ sandboxId }),
    staleTime: 0,
    retry: false,
  });
  if (data === undefined) return null;
  return (
    <div className="mt-4 mb-5">
      <About>
        <Fact name={words.agent}>{data.sandbox.label}</Fact>
        <Fact name={words.endpoint}>{standingOf(data)}</Fact>
        <Fact name={words.dead}>{operationsText.list.tooMany(data.dead)}</Fact>
      </About>
      <div className="mt-4 flex flex-wrap gap-2 empty:hidden">
        <EndpointActs standing={data} />
      </div>
    </div>
  );
}

export function standingOf({ endpoint }: Pick<AdminEndpointStanding, 'endpoint'>): string {
  if (endpoint === null) return words.noEndpoint;
  const { host, disabled } = endpoint;
  if (disabled === null) return `${host}. ${words.open}`;
  return `${host}. ${disabled.why === 'gone' ? words.gone : words.disabledByOperator}`;
}
