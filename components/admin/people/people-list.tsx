'use client';

import type { Person } from '#lib/contract/accounts.ts';
import type { ListPeopleInput } from '#lib/contract/admin/people.ts';
import { useReader } from '#components/data/reader-provider.tsx';
import { trpcClient } from '#components/data/trpc.ts';
import { peopleText as words } from '#components/text/admin-people-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Listed } from '../table/listed.tsx';
import { RowLink } from '../table/row-link.tsx';
import { State } from '../table/state.tsx';
import { useCursor } from '../table/use-address.ts';
import { useListed } from '../table/use-listed.ts';

export function PeopleList({ search, show }: { search: string; show: ListPeopleInput['show'] }) {
  const asked = { show, cursor: useCursor(), ...(search !== '' && { search }) };
  const query = useListed('people', asked, (input) => trpcClient.admin.people.query(input));
  const nobody = search !== '' ? words.noMatch(search) : show === 'all' ? words.empty : words.noneOf;
  return (
    <Listed
      what={words.title}
      query={query}
      empty={({ people }) => (people.length > 0 ? null : <p className="mt-3 text-ink-3">{nobody}</p>)}
    >
      {({ people }) => (
        <Table
          label={words.title}
          head={
            <>
              <HeadCell>{words.name}</HeadCell>
              <HeadCell>{words.email}</HeadCell>
              <HeadCell>{words.state}</HeadCell>
              <HeadCell>{words.lastSeen}</HeadCell>
              <HeadCell isNumber className="max-xl:hidden">
                {words.joined}
              </HeadCell>
            </>
          }
        >
          {people.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </Table>
      )}
    </Listed>
  );
}

function PersonRow({ person: { id, name, email, isOperator, createdAt, lastSeenAt, disabledAt } }: { person: Person }) {
  const isReader = useReader().id === id;
  return (
    <Row>
      <Cell place="name" className="whitespace-normal! wrap-anywhere">
        <span className="flex items-center gap-2 md:min-w-[18ch]">
          <RowLink href={`/admin/people/${id}`}>{name}</RowLink>
          {isOperator && <Tag>{words.operator}</Tag>}
          {isReader && <span className="type-caption text-ink-3">{words.you}</span>}
        </span>
      </Cell>
      <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">
        <span className="block min-w-[22ch]">{email}</span>
      </Cell>
      <Cell place="state">
        <PersonState isDisabled={disabledAt !== null} />
      </Cell>
      <Cell place="rest" className="text-ink-2 wrap-anywhere max-md:col-span-2">
        <span className="md:hidden">{email}, </span>
        <LastSeen at={lastSeenAt} />
      </Cell>
      <Cell isNumber className="text-ink-2 max-xl:hidden">
        <ShortDate at={createdAt} />
      </Cell>
    </Row>
  );
}

export function PersonState({ isDisabled }: { isDisabled: boolean }) {
  return (
    <State dot={isDisabled ? 'failed' : 'here'} shape="person">
      {isDisabled ? words.disabled : words.active}
    </State>
  );
}

export function LastSeen({ at }: { at: number | null }) {
  return at === null ? <span className="text-ink-3">{words.notYet}</span> : <Ago at={at} />;
}
