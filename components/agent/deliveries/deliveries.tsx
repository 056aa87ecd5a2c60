'use client';

import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { problemOf } from '#components/data/problem.ts';
import { useSandbox } from '#components/data/sandboxes.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { deliveryText } from '#components/text/delivery-text.ts';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { AgentPage } from '../agent-page.tsx';
import { type Only, useDeliveries, useReplay } from './deliveries-data.ts';
import { DeliveryTable } from './delivery-table.tsx';

const words = deliveryText.log;
const nothing = { all: words.empty, open: words.noneOpen, dead: words.noneDead };

/** What an agent was to hear, and what became of it. */
export function Deliveries({ sandboxId }: { sandboxId: string }) {
  const sandbox = useSandbox(sandboxId);
  if (sandbox === undefined) {
    return (
      <AgentPage title={words.page}>
        <p className="text-ink-2">{pageText.agent.gone}</p>
      </AgentPage>
    );
  }
  return (
    <AgentPage title={words.title(sandbox.label)} width="overview">
      <DeliveryLog sandboxId={sandboxId} />
    </AgentPage>
  );
}

function DeliveryLog({ sandboxId }: { sandboxId: string }) {
  const [only, setOnly] = useState<Only>('all');
  const query = useDeliveries(sandboxId, only);
  const dead = query.data?.pages[0]?.dead ?? 0;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <Segmented
          legend={words.show}
          options={[
            { value: 'all', label: words.all },
            { value: 'open', label: words.open },
            { value: 'dead', label: words.dead(dead) },
          ]}
          value={only}
          onChoose={setOnly}
        />
        <div className="flex flex-wrap gap-2">
          {dead > 0 && <ReplayAll sandboxId={sandboxId} />}
          <Button busy={query.isRefetching} onClick={() => void query.refetch()}>
            <RotateCw aria-hidden="true" className="size-4" strokeWidth={1.75} />
            {words.refresh}
          </Button>
        </div>
      </div>
      <Loaded what={words.page} query={query}>
        {({ pages }) => {
          const deliveries = pages.flatMap((page) => page.deliveries);
          if (deliveries.length === 0) return <p className="text-ink-3">{nothing[only]}</p>;
          return (
            <>
              <DeliveryTable sandboxId={sandboxId} deliveries={deliveries} />
              {query.hasNextPage && (
                <div className="mt-3 flex items-center gap-3">
                  <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {query.isFetchingNextPage ? words.moreLoading : words.more}
                  </Button>
                  <FormProblem>{query.error === null ? undefined : problemOf(query.error).message}</FormProblem>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function ReplayAll({ sandboxId }: { sandboxId: string }) {
  const replay = useReplay(sandboxId);
  return (
    <>
      <FormProblem>{replay.error === null ? undefined : problemOf(replay.error).message}</FormProblem>
      <Button busy={replay.isPending} onClick={() => replay.mutate(null)}>
        {replay.isPending ? words.replaying : words.replayAll}
      </Button>
    </>
  );
}
