'use client';

import { useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { trpcClient } from '#components/data/trpc.ts';
import { useClock } from '#components/look/clock-provider.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { overviewText as words } from '#components/text/admin-overview-text.ts';
import { clockTime } from '#components/text/times.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { Charts } from './charts.tsx';
import { Health } from './health.tsx';
import { Needs } from './needs.tsx';
import { Now } from './now.tsx';

/** What needs an operator first, then how much of everything there is, then how its parts do. */
export function Overview() {
  const query = useQuery({
    queryKey: ['admin', 'overview'],
    queryFn: () => trpcClient.admin.overview.query(),
    staleTime: 0,
  });
  const { timeZone } = useClock();
  return (
    <AdminPage
      title={words.title}
      width="overview"
      end={
        <>
          {query.data !== undefined && (
            <span className="type-caption text-ink-3 max-md:hidden">
              {words.asOf(clockTime(query.data.at, timeZone))}
            </span>
          )}
          <IconButton label={words.refresh} aria-busy={query.isFetching} onClick={() => void query.refetch()}>
            <RotateCw className="size-4" strokeWidth={1.75} />
          </IconButton>
        </>
      }
    >
      <Loaded what={words.title} query={query}>
        {(overview) => (
          <>
            <Needs needs={overview.needs} />
            <Now overview={overview} />
            <Charts overview={overview} />
            <Health overview={overview} />
          </>
        )}
      </Loaded>
    </AdminPage>
  );
}
