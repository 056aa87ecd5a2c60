'use client';

import { useState } from 'react';
import type { Person } from '#lib/contract/accounts.ts';
import { FormProblem } from '#components/form/form-problem.tsx';
import { problemOf } from '#components/data/problem.ts';
import { Loaded } from '#components/settings/loaded.tsx';
import { pageText } from '#components/text/page-text.ts';
import { Button } from '#components/ui/button.tsx';
import { HeadCell, Table } from '#components/ui/table.tsx';
import { usePeople } from './people-data.ts';
import { PersonRow } from './person-row.tsx';

export function PeopleList({ search }: { search: string }) {
  const query = usePeople(search);
  return (
    <Loaded what={pageText.people.title} query={query}>
      {({ pages }) => {
        const people = pages.flatMap((page) => page.people);
        if (people.length === 0) return <p className="mt-3 text-ink-3">{nobody(search)}</p>;
        return (
          <>
            <PeopleTable people={people} />
            {query.hasNextPage && (
              <div className="mt-3 flex items-center gap-3">
                <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {query.isFetchingNextPage ? pageText.people.moreLoading : pageText.people.more}
                </Button>
                <FormProblem>{query.error === null ? undefined : problemOf(query.error).message}</FormProblem>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function nobody(search: string): string {
  return search === '' ? pageText.people.empty : pageText.people.noMatch(search);
}

function PeopleTable({ people }: { people: readonly Person[] }) {
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <Table
      label={pageText.people.title}
      head={
        <>
          <HeadCell>{pageText.people.name}</HeadCell>
          <HeadCell>{pageText.people.email}</HeadCell>
          <HeadCell>{pageText.people.state}</HeadCell>
          <HeadCell>{pageText.people.lastSeen}</HeadCell>
          <HeadCell isNumber className="max-xl:hidden">
            {pageText.people.joined}
          </HeadCell>
        </>
      }
    >
      {people.map((person) => (
        <PersonRow
          key={person.id}
          person={person}
          isOpen={person.id === openId}
          onToggle={() => setOpenId(person.id === openId ? null : person.id)}
        />
      ))}
    </Table>
  );
}
