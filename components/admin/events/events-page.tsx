'use client';

import type { AdminEventsPage } from '#lib/contract/admin/events.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { AdminPage } from '../frame/admin-page.tsx';
import { Filters } from '../table/filters.tsx';
import { given } from '../table/given.ts';
import { Listed } from '../table/listed.tsx';
import { SearchField } from '../table/search-field.tsx';
import { useCursor } from '../table/use-address.ts';
import { useListed } from '../table/use-listed.ts';
import { useSearch } from '../table/use-search.ts';
import { EventTable } from './event-table.tsx';
import { Gaps } from './gaps.tsx';
import { WholeLog } from './whole-log.tsx';

const words = operationsText.events;

/** The log of one context, and the log as a whole. */
export function EventsPage() {
  const context = useSearch('context');
  const from = useSearch('from');
  const type = useSearch('type');
  return (
    <AdminPage title={words.title}>
      <p className="mb-4 max-w-[72ch] text-ink-2">{words.lede}</p>
      <Filters>
        <SearchField label={words.context} value={context.typed} onChange={context.setTyped} />
        <SearchField label={words.type} value={type.typed} onChange={type.setTyped} />
        <SearchField label={words.from} value={from.typed} onChange={from.setTyped} />
      </Filters>
      {context.search === '' ? (
        <p className="mt-3 max-w-[72ch] text-ink-3">{words.needContext}</p>
      ) : (
        <ContextLog context={context.search} type={type.search} from={from.search} />
      )}
      <WholeLog />
    </AdminPage>
  );
}

interface Asked {
  context: string;
  type?: string;
  from?: number;
  cursor?: string;
}

function ContextLog({ context, type, from }: { context: string; type: string; from: string }) {
  const narrowed = given<Omit<Asked, 'context'>>({
    type,
    from: from === '' ? null : Number(from),
    cursor: useCursor(),
  });
  const query = useListed('events', { context, ...narrowed }, (one: Asked) => trpcClient.admin.events.query(one));
  return (
    <Listed<AdminEventsPage>
      what={words.title}
      query={query}
      empty={(page) =>
        page.events.length > 0 ? null : (
          <div className="mt-3 text-ink-3">
            <p>{type === '' && from === '' ? words.empty : words.noMatch}</p>
            <Gaps of={page} />
          </div>
        )
      }
    >
      {(page) => (
        <>
          <EventTable events={page.events} />
          <Gaps of={page} />
        </>
      )}
    </Listed>
  );
}
