'use client';

import type { ListedOrganization } from '#lib/contract/admin/organizations.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { organizationsText as words } from '#components/text/admin-organization-text.ts';
import { organizationText } from '#components/text/organization-text.ts';
import { CopyId } from '#components/ui/copy-id.tsx';
import { ShortDate } from '#components/ui/short-date.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { Count } from '../table/count.tsx';
import { Filters } from '../table/filters.tsx';
import { Listed } from '../table/listed.tsx';
import { RowLink } from '../table/row-link.tsx';
import { SearchField } from '../table/search-field.tsx';
import { State } from '../table/state.tsx';
import { useCursor } from '../table/use-address.ts';
import { useListed } from '../table/use-listed.ts';
import { useSearch } from '../table/use-search.ts';

const { forGood, days } = organizationText.overview;

export function Organizations() {
  const { search, typed, setTyped } = useSearch();
  const asked = { cursor: useCursor(), ...(search !== '' && { search }) };
  const query = useListed('organizations', asked, (input) => trpcClient.admin.organizations.query(input));
  const none = search === '' ? words.empty : words.noMatch(search);
  return (
    <AdminPage title={words.title}>
      <p className="mb-4 max-w-[72ch] text-ink-2">{words.lede}</p>
      <Filters>
        <SearchField label={words.search} value={typed} onChange={setTyped} />
      </Filters>
      <Listed
        what={words.title}
        query={query}
        empty={({ organizations }) => (organizations.length > 0 ? null : <p className="mt-3 text-ink-3">{none}</p>)}
      >
        {({ organizations }) => (
          <Table label={words.title} head={<Head />}>
            {organizations.map((organization) => (
              <OrganizationRow key={organization.organizationId} organization={organization} />
            ))}
          </Table>
        )}
      </Listed>
    </AdminPage>
  );
}

function Head() {
  return (
    <>
      <HeadCell>{words.name}</HeadCell>
      <HeadCell>{words.owners}</HeadCell>
      <HeadCell isNumber>{words.people}</HeadCell>
      <HeadCell isNumber>{words.agents}</HeadCell>
      <HeadCell className="pl-6 max-xl:hidden">{words.retention}</HeadCell>
      <HeadCell isNumber>{words.since}</HeadCell>
    </>
  );
}

function OrganizationRow({ organization }: { organization: ListedOrganization }) {
  const { organizationId, name, owners, people, agents, messageDays, createdAt } = organization;
  const named = owners.map((owner) => owner.name).join(', ');
  return (
    <Row>
      <Cell place="name" className="whitespace-normal! wrap-anywhere">
        <span className="flex flex-wrap items-center gap-x-2 md:min-w-[18ch]">
          <RowLink href={`/organizations/${organizationId}`}>{name}</RowLink>
          <CopyId id={organizationId} />
        </span>
      </Cell>
      <Cell place="state" className="whitespace-normal! text-ink-2 wrap-anywhere">
        {named === '' ? (
          <State dot="failed" shape="person">
            {words.nobody}
          </State>
        ) : (
          named
        )}
      </Cell>
      <Cell isNumber>
        <Count of={people} />
      </Cell>
      <Cell isNumber>
        <Count of={agents} />
      </Cell>
      <Cell className="pl-6 text-ink-2 max-xl:hidden">{messageDays === null ? forGood : days(messageDays)}</Cell>
      <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:text-start!">
        <span className="md:hidden">
          {words.people} {people}, {words.agents} {agents},{' '}
        </span>
        <ShortDate at={createdAt} />
      </Cell>
    </Row>
  );
}
