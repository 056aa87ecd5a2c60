'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { peopleShows } from '#lib/contract/admin/choices.ts';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { Filters } from '../table/filters.tsx';
import { SearchField } from '../table/search-field.tsx';
import { useFilter } from '../table/use-address.ts';
import { useSearch } from '../table/use-search.ts';
import { AddPerson } from './add-person.tsx';
import { PeopleList } from './people-list.tsx';

export function People() {
  const [isAdding, setAdding] = useState(false);
  const [hasAdded, setHasAdded] = useState(false);
  const close = () => {
    setAdding(false);
    setHasAdded(true);
  };
  const { search, typed, setTyped } = useSearch();
  const [show, setShow] = useFilter('show', peopleShows);
  return (
    <AdminPage title={words.title}>
      {isAdding && <AddPerson onClose={close} />}
      <Filters
        end={
          !isAdding && (
            <Button autoFocus={hasAdded} onClick={() => setAdding(true)}>
              <UserPlus aria-hidden="true" className="size-4" strokeWidth={1.75} />
              {words.add}
            </Button>
          )
        }
      >
        <SearchField label={words.search} value={typed} onChange={setTyped} />
        <Segmented
          legend={words.show}
          isLegendShown={false}
          options={peopleShows.map((value) => ({ value, label: words.shows[value] }))}
          value={show}
          onChoose={setShow}
        />
      </Filters>
      <PeopleList search={search} show={show} />
    </AdminPage>
  );
}
