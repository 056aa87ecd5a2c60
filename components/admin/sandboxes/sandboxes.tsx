'use client';

import { useQuery } from '@tanstack/react-query';
import { sandboxRuntimes, sandboxShows, sandboxSorts } from '#lib/contract/admin/choices.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { sandboxText as words } from '#components/text/admin-sandbox-text.ts';
import { Segmented } from '#components/ui/segmented.tsx';
import { Select } from '#components/ui/select.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { Filters } from '../table/filters.tsx';
import { SearchField } from '../table/search-field.tsx';
import { useFilter } from '../table/use-address.ts';
import { useSearch } from '../table/use-search.ts';
import { SandboxFigures } from './sandbox-figures.tsx';
import { SandboxList } from './sandbox-list.tsx';

const runtimes = ['any', ...sandboxRuntimes] as const;
/** The newest first, until another order is asked for. */
const sorts = ['-created', ...sandboxSorts.filter((sort) => sort !== '-created')] as const;

export function Sandboxes() {
  const { search, typed, setTyped } = useSearch();
  const [show, setShow] = useFilter('show', sandboxShows);
  const [runtime, setRuntime] = useFilter('runtime', runtimes);
  const [sort, setSort] = useFilter('sort', sorts);
  const figures = useQuery({
    queryKey: ['admin', 'sandboxFigures'],
    queryFn: () => trpcClient.admin.sandboxFigures.query(),
    staleTime: 0,
  });
  const trouble = figures.data?.trouble ?? 0;
  return (
    <AdminPage title={words.title}>
      <SandboxFigures query={figures} />
      <Filters
        end={
          <Select
            label={words.runtime}
            isLabelShown={false}
            value={runtime}
            onChange={({ target }) => setRuntime(runtimes.find((one) => one === target.value) ?? 'any')}
          >
            {runtimes.map((one) => (
              <option key={one} value={one}>
                {one === 'any' ? words.anyRuntime : words.ofRuntime(words.runtimes[one])}
              </option>
            ))}
          </Select>
        }
      >
        <SearchField label={words.search} value={typed} onChange={setTyped} />
        <Segmented
          legend={words.show}
          isLegendShown={false}
          options={sandboxShows.map((value) => ({
            value,
            label: value === 'trouble' && trouble > 0 ? words.troubleCount(trouble) : words.shows[value],
          }))}
          value={show}
          onChoose={setShow}
        />
      </Filters>
      <SandboxList
        asked={{ show, sort, ...(search !== '' && { search }), ...(runtime !== 'any' && { runtime }) }}
        onSort={setSort}
      />
    </AdminPage>
  );
}
