'use client';

import type { AdminConversation } from '#lib/contract/admin/conversations.ts';
import { trpcClient } from '#components/data/trpc.ts';
import { operationsText } from '#components/text/operations-text.ts';
import { Ago } from '#components/ui/ago.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { AdminPage } from '../frame/admin-page.tsx';
import { Filters } from '../table/filters.tsx';
import { given } from '../table/given.ts';
import { Listed } from '../table/listed.tsx';
import { RowLink } from '../table/row-link.tsx';
import { SearchField } from '../table/search-field.tsx';
import { State } from '../table/state.tsx';
import { useCursor } from '../table/use-address.ts';
import { useListed } from '../table/use-listed.ts';
import { useSearch } from '../table/use-search.ts';
import { Bounded } from './bounded.tsx';

const words = operationsText.conversations;

/** Every conversation, without a word of it. */
export function ConversationsPage() {
  const { search, typed, setTyped } = useSearch();
  const asked = given<{ search?: string; cursor?: string }>({ search, cursor: useCursor() });
  const query = useListed('conversations', asked, (one) => trpcClient.admin.conversations.query(one));
  const nothing = search === '' ? words.empty : words.noMatch(search);
  return (
    <AdminPage title={words.title}>
      <p className="mb-4 max-w-[72ch] text-ink-2">{words.lede}</p>
      <Filters>
        <SearchField label={words.search} value={typed} onChange={setTyped} />
      </Filters>
      <Listed
        what={words.title}
        query={query}
        empty={({ conversations }) => (conversations.length > 0 ? null : <p className="mt-3 text-ink-3">{nothing}</p>)}
      >
        {({ conversations }) => <ConversationTable conversations={conversations} />}
      </Listed>
    </AdminPage>
  );
}

function ConversationTable({ conversations }: { conversations: readonly AdminConversation[] }) {
  return (
    <Table
      label={words.title}
      head={
        <>
          <HeadCell>{words.conversation}</HeadCell>
          <HeadCell>{words.agent}</HeadCell>
          <HeadCell className="max-xl:hidden">{words.organization}</HeadCell>
          <HeadCell isNumber>{words.members}</HeadCell>
          <HeadCell isNumber>{words.messages}</HeadCell>
          <HeadCell isNumber>{words.failures}</HeadCell>
          <HeadCell isNumber className="max-xl:hidden">
            {words.waiting}
          </HeadCell>
          <HeadCell className="pl-3">{words.stream}</HeadCell>
          <HeadCell isNumber>{words.activity}</HeadCell>
        </>
      }
    >
      {conversations.map((one) => (
        <Row key={one.id}>
          <Cell place="name">
            <RowLink href={`/admin/conversations/${one.id}`}>
              <span className="font-mono text-caption">{one.id}</span>
            </RowLink>
          </Cell>
          <Cell className="whitespace-normal! text-ink-2 wrap-anywhere">
            <span className="block min-w-[12ch]">{one.sandbox.label}</span>
          </Cell>
          <Cell className="whitespace-normal! text-ink-2 wrap-anywhere max-xl:hidden">
            {one.organization?.name ?? words.personal}
          </Cell>
          <Cell isNumber>
            <Bounded of={one.members} />
          </Cell>
          <Cell isNumber>
            <Bounded of={one.messages} />
          </Cell>
          <Cell isNumber>
            <Bounded of={one.deliveriesDead} isTrouble />
          </Cell>
          <Cell isNumber className="max-xl:hidden">
            <Bounded of={one.waitingApprovals} />
          </Cell>
          <Cell place="state" className="md:pl-3">
            {one.stream === null ? (
              <span className="text-ink-3 max-md:hidden">{operationsText.list.unknown}</span>
            ) : (
              <State dot="busy">
                {words.since} <Ago at={one.stream.since} />
              </State>
            )}
          </Cell>
          <Cell place="rest" isNumber className="text-ink-2 max-md:col-span-2 max-md:text-start!">
            <span className="md:hidden">{one.sandbox.label}, </span>
            <Ago at={one.lastActivityAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
