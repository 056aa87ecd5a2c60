'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { AddPerson } from './add-person.tsx';
import { PeopleList } from './people-list.tsx';
import { AdminPage } from './frame/admin-page.tsx';
import { SearchField } from './table/search-field.tsx';
import { useSearch } from './table/use-search.ts';

export function People() {
  const [isAdding, setAdding] = useState(false);
  const [hasAdded, setHasAdded] = useState(false);
  const close = () => {
    setAdding(false);
    setHasAdded(true);
  };
  const { search, typed, setTyped } = useSearch();
  return (
    <AdminPage title={pageText.people.title}>
      {isAdding && <AddPerson onClose={close} />}
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <SearchField label={pageText.people.search} value={typed} onChange={setTyped} />
        {!isAdding && (
          <Button autoFocus={hasAdded} onClick={() => setAdding(true)}>
            <UserPlus aria-hidden="true" className="size-4" strokeWidth={1.75} />
            {pageText.people.add}
          </Button>
        )}
      </div>
      <PeopleList search={search} />
    </AdminPage>
  );
}
